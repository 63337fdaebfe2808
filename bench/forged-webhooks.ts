import { settleCounty } from './county.ts'
import type { Figure } from './figure.ts'
import { startStage, type MediaKeys } from './stage.ts'
import { reportOf, sign } from './webhooks.ts'

type Forgery = (
  body: string,
  keys: MediaKeys,
) => { body?: string | Uint8Array; authorization: string | null }
const nowS = () => Math.floor(Date.now() / 1000)
const parts = (token: string) => token.split('.') as [string, string, string]
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/**
 * Forgeries that are possible for somebody who has read a true report but does not know the secret.
 */
const forgeries: Record<string, Forgery> = {
  'no authorization': () => ({ authorization: null }),
  'no token': () => ({ authorization: 'Bearer' }),
  'another secret': (body, keys) => ({
    authorization: sign(body, { ...keys, apiSecret: 'x'.repeat(43) }),
  }),
  'an empty secret': (body, keys) => ({ authorization: sign(body, { ...keys, apiSecret: '' }) }),
  'an unknown key': (body, keys) => ({
    authorization: sign(body, keys, { claims: { iss: 'somebody' } }),
  }),
  'no algorithm': (body, keys) => {
    const [, claims] = parts(sign(body, keys))
    return { authorization: `${encoded({ alg: 'none', typ: 'JWT' })}.${claims}.` }
  },
  'another algorithm named': (body, keys) => {
    const [, claims, signature] = parts(sign(body, keys))
    return { authorization: `${encoded({ alg: 'RS256', typ: 'JWT' })}.${claims}.${signature}` }
  },
  'an embedded key': (body, keys) => {
    const k = Buffer.from('y'.repeat(43))
    return {
      authorization: sign(
        body,
        { ...keys, apiSecret: 'y'.repeat(43) },
        { header: { alg: 'HS256', typ: 'JWT', jwk: { kty: 'oct', k: k.toString('base64url') } } },
      ),
    }
  },
  'a changed body': (body, keys) => ({
    body: body.replace('participant_joined', 'participant_left  '.trim()),
    authorization: sign(body, keys),
  }),
  'one byte more': (body, keys) => ({ body: `${body} `, authorization: sign(body, keys) }),
  'the hash of another body': (body, keys) => ({ authorization: sign(`${body} `, keys) }),
  'no hash': (body, keys) => ({ authorization: sign(body, keys, { claims: { sha256: '' } }) }),
  'an old token': (body, keys) => ({
    authorization: sign(body, keys, { claims: { nbf: nowS() - 7_200, exp: nowS() - 3_600 } }),
  }),
  'a token of tomorrow': (body, keys) => ({
    authorization: sign(body, keys, { claims: { nbf: nowS() + 86_400, exp: nowS() + 90_000 } }),
  }),
  'a signature cut short': (body, keys) => ({ authorization: sign(body, keys).slice(0, -2) }),
  'a megabyte': (_, keys) => {
    const large = ' '.repeat(1_048_576)
    return { body: large, authorization: sign(large, keys) }
  },
  'no JSON': (_, keys) => ({
    body: new Uint8Array([0xff, 0xfe, 0]),
    authorization: sign(new Uint8Array([0xff, 0xfe, 0]), keys),
  }),
}

export const forgedWebhooks: Figure = {
  name: 'forged-webhooks',
  bar: '0 effects of any forged or repeated webhook',
  method: `The whole product is sent forged reports of people of its own open meetings, ${Object.keys(forgeries).length} kinds in turn, over HTTP; afterwards no signal is stored and none was answered with 2xx or 5xx. Then, so that the test can fail, a true report is stored, and sent ten times more stays one.`,
  async run({ quick }) {
    const stage = await startStage({ video: true })
    try {
      const keys = stage.liveKit! // the stage was asked for LiveKit
      const county = await settleCounty(stage.database, { staffCount: 4 })
      const people = county.flatMap(staff =>
        staff.members.map(({ identity }) => ({ room: staff.roomName, identity })),
      )
      const api = await stage.start('api')
      const send = async (
        body: string | Uint8Array,
        authorization: string | null,
      ): Promise<number> => {
        const headers = {
          'content-type': 'application/webhook+json',
          ...(authorization === null ? {} : { authorization }),
        }
        const answer = await fetch(`${api.address}/webhooks/livekit`, {
          method: 'POST',
          headers,
          body: body as string,
        })
        await answer.arrayBuffer()
        return answer.status
      }
      const stored = async () =>
        Number((await stage.database.sql<{ n: string }[]>`select count(*) as n from signals`)[0]!.n)
      const wrong: string[] = []
      let sent = 0
      for (let round = 0; round < (quick ? 5 : 60); round++) {
        for (const [kind, forge] of Object.entries(forgeries)) {
          const { body } = reportOf(people[sent % people.length]!)
          const forged = forge(body, keys)
          const status = await send(forged.body ?? body, forged.authorization)
          sent++
          if (status < 400 || status >= 500) wrong.push(`${kind}: ${status}`)
        }
      }
      const effects = await stored()
      const { body } = reportOf(people[0]!)
      const statuses = []
      for (let i = 0; i < 11; i++) statuses.push(await send(body, sign(body, keys)))
      const ofOne = (await stored()) - effects
      return {
        value: effects,
        holds:
          effects === 0 &&
          wrong.length === 0 &&
          ofOne === 1 &&
          statuses.every(status => status === 200),
        detail: {
          sent,
          kinds: Object.keys(forgeries).length,
          wrong: [...new Set(wrong)],
          storedOfElevenTrueOnes: ofOne,
        },
      }
    } finally {
      await stage.stop()
    }
  },
}
