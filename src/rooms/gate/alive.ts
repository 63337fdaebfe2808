import type { Deps } from '../../lib/context.ts'

const askedEveryMs = 1_000
const answerWithinMs = 2_000

/** Whether the media server answers; asked at most once a second, whoever wants to know. */
export function aliveness(deps: Pick<Deps, 'video'>): () => Promise<boolean> {
  let last: { atMs: number; answer: Promise<boolean> } | undefined
  return () => {
    const nowMs = performance.now()
    if (!last || nowMs - last.atMs > askedEveryMs) last = { atMs: nowMs, answer: ask(deps) }
    return last.answer
  }
}

async function ask(deps: Pick<Deps, 'video'>): Promise<boolean> {
  const video = deps.video()
  if (video.state !== 'ready') return false
  try {
    const url = video.url.replace(/^ws/, 'http')
    const answer = await fetch(url, { signal: AbortSignal.timeout(answerWithinMs) })
    await answer.arrayBuffer()
    return answer.ok
  } catch {
    return false
  }
}
