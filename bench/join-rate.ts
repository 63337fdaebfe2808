import { settleCounty, rawPost } from './county.ts'
import type { Figure } from './figure.ts'
import { compareRates } from './rate.ts'
import { startStage } from './stage.ts'

const least = 0.8

export const joinRate: Figure = {
  name: 'join-rate',
  bar: `at least ${least} of the joins per second of raw Hono + postgres.js`,
  method:
    'People of 40 staffs with 1,400 members ask for their ticket to the virtual room, 32 at a time, each with session cookie and Idempotency-Key; the whole product and a bare server with the same statements take turns on one PostgreSQL and one LiveKit; median of the ratios.',
  async run({ quick }) {
    const stage = await startStage({ video: true })
    try {
      const county = await settleCounty(stage.database)
      const callers = county.flatMap(staff =>
        staff.members.map(member => ({ ...staff, ...member })),
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
          each: quick ? 1_000 : 4_000,
          requestsFor: (address, count) =>
            Array.from({ length: count }, () => {
              const caller = callers[(turn += 37) % callers.length]!
              return rawPost({
                address,
                path: `/api/meetings/${caller.meetingId}/join`,
                body: JSON.stringify({ device: 'Laptop' }),
                headers: { cookie: caller.cookie },
              })
            }),
        },
      )
      return {
        value: rates.ratio.toFixed(2),
        holds: rates.ratio >= least,
        detail: { staffs: county.length, people: callers.length, ...rates },
      }
    } finally {
      await stage.stop()
    }
  },
}
