import type { Deps } from '../../lib/context.ts'
import { entrantOf } from './gate.ts'
import { signalRequest } from './request.ts'

const answerWithinMs = 5_000

/** The media server's answer to a client whose connection failed; 403 without an admission. */
export async function validate(
  deps: Deps,
  { target, authorization }: { target: string; authorization: string | undefined },
): Promise<{ status: number; text: string }> {
  const asked = signalRequest(target, authorization)
  if (!asked?.isValidate) return { status: 404, text: 'no ticket' }
  const video = deps.video()
  if (video.state !== 'ready') return { status: 503, text: 'no video' }
  const entrant = await entrantOf(deps, asked.ticket, { isEntering: false })
  if (!entrant) return { status: 403, text: 'not admitted' }
  const token = await video.server.mintToken({ ...entrant, ttlS: 30 })
  const url = `${video.url.replace(/^ws/, 'http')}${asked.path}/validate?${asked.query}`
  try {
    const answer = await fetch(url, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(answerWithinMs),
    })
    return { status: answer.status, text: await answer.text() }
  } catch {
    return { status: 502, text: 'the media server does not answer' }
  }
}
