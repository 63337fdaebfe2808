import { settleCounty, rawPost } from './county.ts'
import type { Figure } from './figure.ts'
import { compareRates } from './rate.ts'
import { startStage } from './stage.ts'
import { reportOf, sign } from './webhooks.ts'

const least = 0.8

export const webhookRate: Figure = {
  name: 'webhook-rate',
  bar: `at least ${least} of the webhooks per second of raw Hono + postgres.js`,
  method:
    "Signed reports of people coming and going, each another one, 16 at a time, are verified and stored; the whole product and a bare server with the media server's library and the same statement take turns on one PostgreSQL that holds 40 staffs with 1,400 people; median of the ratios.",
  async run({ quick }) {
    const stage = await startStage({ video: true })
    try {
      const county = await settleCounty(stage.database)
      const people = county.flatMap(staff =>
        staff.members.map(({ identity }) => ({ room: staff.roomName, identity })),
      )
      const [ours, raw, load] = await Promise.all([
        stage.start('api'),
        stage.start('raw'),
        stage.start('load'),
      ])
      let turn = 0
      const rates = await compareRates(
        load,
        { ours: ours.address, raw: raw.address },
        {
          rounds: quick ? 4 : 12,
          each: quick ? 1_000 : 5_000,
          connections: 16,
          requestsFor: (address, count) =>
            Array.from({ length: count }, () => {
              const { body } = reportOf({
                ...people[(turn += 37) % people.length]!,
                kind: turn % 2 === 0 ? 'participant_left' : 'participant_joined',
              })
              const headers = {
                authorization: sign(body, stage.liveKit!),
                'content-type': 'application/webhook+json',
              }
              return rawPost({ address, path: '/webhooks/livekit', body, headers })
            }),
        },
      )
      const [stored] = await stage.database.sql<{ count: string }[]>`select count(*) from signals`
      const isStored = Number(stored!.count) === turn / 37
      return {
        value: rates.ratio.toFixed(2),
        holds: rates.ratio >= least && isStored,
        detail: { sent: turn / 37, stored: Number(stored!.count), ...rates },
      }
    } finally {
      await stage.stop()
    }
  },
}
