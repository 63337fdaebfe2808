import { setTimeout as delay } from 'node:timers/promises'
import { openBoards } from './boards.ts'
import { settleCounty } from './county.ts'
import type { Figure } from './figure.ts'
import { quantile } from './rate.ts'
import { startStage } from './stage.ts'

const boardCount = 1_000
const mostMs = 250

export const boardFanout: Figure = {
  name: 'board-fanout',
  bar: `1,000 boards know of a change within ${mostMs} ms (p99)`,
  method:
    'All 1,000 boards follow one meeting over SSE, the hardest case; the lead checks people in and out through the API, and time runs from sending that request until each board has read the topic. A board then asks for its content; with all 1,000 asking at once that takes longer and is told beside it (`allAskMs`), as is one meeting of 40 with 25 boards each (`meetingAsksMs`, topic and content).',
  async run({ quick }) {
    const stage = await startStage()
    try {
      const county = await settleCounty(stage.database)
      const one = county[0]!
      const api = await stage.start('api')
      const { topic, content } = await follow(await stage.start('boards'), [one])
      if (topic.all.length !== boardCount * topic.changes)
        throw new Error(`Only ${topic.all.length} topics were read`)
      const spread = await follow(await stage.start('boards'), county)
      const p99 = quantile(topic.all, 0.99)
      return {
        value: `${p99.toFixed(0)} ms`,
        holds: p99 <= mostMs,
        detail: {
          boards: boardCount,
          changes: topic.changes,
          topicMs: spanOf(topic.all),
          allAskMs: spanOf(content),
          meetingAsksMs: spanOf(spread.content),
        },
      }

      async function follow(
        program: Awaited<ReturnType<typeof stage.start>>,
        staffs: typeof county,
      ) {
        const boards = await openBoards(program, {
          address: api.address,
          staffs,
          count: boardCount,
        })
        const changes = quick ? 10 : 60
        const topic = { all: [] as number[], changes }
        const content: number[] = []
        for (let turn = -4; turn < changes; turn++) {
          const reading = await boards.change(staffs[0]!, { turn: turn + 4, andLoad: false })
          // the first changes only warm up
          if (turn >= 0) topic.all.push(...reading.topicMs)
          await delay(50)
        }
        for (let turn = 0; turn < (quick ? 2 : 6); turn++) {
          content.push(...(await boards.change(staffs[0]!, { turn, andLoad: true })).contentMs)
        }
        await program.kill()
        return { topic, content }
      }
    } finally {
      await stage.stop()
    }
  },
}

function spanOf(all: number[]) {
  return {
    p50: Math.round(quantile(all, 0.5)),
    p99: Math.round(quantile(all, 0.99)),
    most: Math.round(quantile(all, 1)),
  }
}
