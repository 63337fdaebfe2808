import type { Client } from '../test/support/client.ts'
import { operationsOf, withValue, type Document } from './hold-up/requests.ts'

type Ids = { staffId: string; meetingId: string; lastId: string }
type Request = { path: string; init: RequestInit }

const lanes = 8
/** would end the session, or the staff, that the other requests need */
const ending = /sign-out|sign-in|sessions|password|factor|leave|first-start|\/stop|invite-again/
const texts = ['', 'Text', '1e5', 'Ä'.repeat(300), '"'.repeat(3_000), 'x'.repeat(60_000)]

/**
 * Sends requests of all kinds in turn: every operation of the API document with honest and hostile
 * texts, every page's questions, minutes as PDF and exports as workbooks. Returns how often each
 * status came.
 */
export async function sendMixed(
  client: Client,
  ids: Ids,
  count: number,
): Promise<Record<string, number>> {
  const document = await client.get<Document & Parameters<typeof operationsOf>[0]>(
    '/api/openapi.json',
  )
  const cookie = client
    .cookies()
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ')
  const kinds = [...mutations(document, ids), ...questions(document, ids)]
  const statuses: Record<string, number> = {}
  let sent = 0
  const lane = async () => {
    while (sent < count) {
      const turn = sent++
      const { path, init } = kinds[turn % kinds.length]!(Math.floor(turn / kinds.length))
      const answer = await fetch(client.base + path, {
        ...init,
        headers: { cookie, 'content-type': 'application/json', origin: client.base },
      })
      await answer.arrayBuffer()
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return statuses
}

/** Every operation that takes JSON; each round puts another text into another field. */
function mutations(document: Document, ids: Ids): ((round: number) => Request)[] {
  return operationsOf(document, ids)
    .filter(({ path }) => !ending.test(path))
    .map(({ method, path, body, texts: places }) => round => {
      const place = places[round % Math.max(1, places.length)]
      const text = texts[round % texts.length]
      const sent = place === undefined ? body : withValue(body, place, text)
      return { path, init: { method, body: JSON.stringify(sent) } }
    })
}

function questions(document: Document, ids: Ids): ((round: number) => Request)[] {
  const asked = Object.entries(document.paths)
    .filter(([path, operations]) => 'get' in operations && !/live|feeds|backup/.test(path))
    .flatMap(([path]) =>
      [ids.meetingId, ids.lastId].map(
        meetingId =>
          `/api${path
            .replace('{staffId}', ids.staffId)
            .replace('{meetingId}', meetingId)
            .replaceAll(/\{[a-zA-Z]+\}/g, `xxx_${'0'.repeat(26)}`)}`,
      ),
    )
  return [...new Set([...asked, '/', `/meetings/${ids.meetingId}`, '/no/such/page'])].map(
    path => () => ({ path, init: {} }),
  )
}
