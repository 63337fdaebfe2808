type Question = { number: number; question: string; [more: string]: unknown }

/**
 * Tells the parent process that this one is ready, and answers its questions; ends with the parent.
 */
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
