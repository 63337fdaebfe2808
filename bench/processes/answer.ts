type Question = { number: number; question: string; [more: string]: unknown }

/** Tells the process that started this one that it runs, and answers its questions; ends when that process is gone. */
export function serveQuestions(
  address: string,
  answers: Record<string, (question: Question) => unknown>,
): void {
  process.on('disconnect', () => process.exit())
  process.on('message', (asked: Question) => {
    void Promise.resolve()
      .then(() => answers[asked.question]!(asked))
      .then(
        answer => process.send!({ answerTo: asked.number, answer }),
        error => process.send!({ answerTo: asked.number, error: String(error) }),
      )
  })
  process.send!({ address })
}
