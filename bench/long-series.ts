import { settleCounty } from './county.ts'
import type { Figure } from './figure.ts'
import type { Pause } from './processes/pauses.ts'
import { startStage } from './stage.ts'

const most = { seconds: 20, pauseMs: 50, growth: 1.5 }
const people = 60

export const longSeries: Figure = {
  name: 'long-series',
  bar: `≤ ${most.seconds} s, pauses ≤ ${most.pauseMs} ms, memory × ${most.growth}`,
  method:
    'A staff of 60 is invited to a series of 200 meetings at once, the longest there may be, over HTTP: 12,000 news in 60 mails with their calendars in one transaction; the seconds until the answer, the longest pause of the event loop meanwhile without the time in which every core was busy with something else, and the most memory resident meanwhile against before; a series of five comes first.',
  async run({ quick }) {
    const stage = await startStage()
    try {
      const [staff] = await settleCounty(stage.database, { staffCount: 1, membersEach: people })
      const { staffId, incidentId, members } = staff! // one staff was asked for
      const api = await stage.start('api')
      const plan = async (count: number, year: number): Promise<number> => {
        const date = `${year}-01-01`
        const until = new Date(Date.parse(date) + (count - 1) * 86_400_000)
        const startedMs = performance.now()
        const answer = await fetch(`${api.address}/api/staffs/${staffId}/series`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', cookie: members[0]!.cookie }, // the first member is the lead
          body: JSON.stringify({
            incidentId,
            date,
            time: '08:00',
            durationMin: 50,
            convene: true,
            meant: 'farAhead',
            rule: { every: 'day', until: until.toISOString().slice(0, 10) },
          }),
        })
        await answer.arrayBuffer()
        if (answer.status !== 201) throw new Error(`The series was answered with ${answer.status}`)
        return (performance.now() - startedMs) / 1000
      }
      await plan(5, 2027)
      await api.ask('longestPause')
      const beforeBytes = await api.ask<number>('residentBytes')
      let mostBytes = beforeBytes
      const looking = setInterval(() => {
        void api
          .ask<number>('residentBytes')
          .then(bytes => (mostBytes = Math.max(mostBytes, bytes)))
      }, 100)
      const count = quick ? 40 : 200
      const seconds = await plan(count, 2028).finally(() => clearInterval(looking))
      const { ownMs, wallMs } = await api.ask<Pause>('longestPause')
      const growth = mostBytes / beforeBytes
      const allowedSeconds = (most.seconds * count) / 200
      return {
        value: `${count} meetings in ${seconds.toFixed(1)} s, ${ownMs} ms (${wallMs} with waits), memory × ${growth.toFixed(2)}`,
        holds: seconds <= allowedSeconds && ownMs <= most.pauseMs && growth <= most.growth,
        detail: { mails: people, news: count * people, beforeBytes, mostBytes },
      }
    } finally {
      await stage.stop()
    }
  },
}
