import { setTimeout as delay } from 'node:timers/promises'
import { openBoards } from './boards.ts'
import { settleCounty } from './county.ts'
import type { Figure } from './figure.ts'
import { sendMixed } from './mixed-requests.ts'
import { ensureWeb, residentMegabytes, startProduct, withDataFolder } from './product.ts'
import { signInSampleLead } from './sample-lead.ts'
import { startStage } from './stage.ts'

const mostMb = { idle: 150, boards: 400, used: 220 }
const boardCount = 1_000
const requestCount = 20_000

export const memory: Figure = {
  name: 'memory',
  bar: `≤ ${mostMb.idle} MB idle, ≤ ${mostMb.boards} MB with 1,000 boards, ≤ ${mostMb.used} MB after 20,000 mixed requests`,
  method:
    'Resident memory (MB of 1,048,576 bytes, read libraries included) of the one process that `npm start` makes of the application; PostgreSQL and the media server are processes of their own. Idle: the most of several readings after a first start on an empty folder. Then with 1,000 boards that follow their meetings over SSE, each having loaded its board once, while 40 staffs with 1,400 people are stored. Then `npm start` with the sample, after 20,000 requests of every operation of the API document with honest and hostile texts, questions of all pages, minutes as PDF and exports.',
  async run({ quick }) {
    await ensureWeb()
    const settleMs = quick ? 4_000 : 20_000
    const idle = await withDataFolder(async dataDir => {
      const product = await startProduct(dataDir)
      const most = await mostOver(product.pid, settleMs)
      await product.stop()
      return most
    })
    const used = await withDataFolder(async dataDir => {
      const product = await startProduct(dataDir)
      const { client, ids } = await signInSampleLead(product.address, dataDir)
      const { staffId } = (await client.get<{ next: { staffId: string } }>('/api/overview')).next
      const statuses = await sendMixed(
        client,
        { staffId, meetingId: ids.next, lastId: ids.last },
        quick ? 2_000 : requestCount,
      )
      const mb = await mostOver(product.pid, settleMs)
      await product.stop()
      return { mb, statuses }
    })
    const stage = await startStage({ video: true })
    try {
      const county = await settleCounty(stage.database)
      const [api, program] = await Promise.all([stage.start('api'), stage.start('boards')])
      const boards = await openBoards(program, {
        address: api.address,
        staffs: county,
        count: boardCount,
      })
      await boards.loadAll()
      const withBoards = await mostOver(api.pid, settleMs)
      const listeners = await api.ask<number>('listeners')
      return {
        value: `${idle} MB, ${withBoards} MB, ${used.mb} MB`,
        holds:
          idle <= mostMb.idle &&
          withBoards <= mostMb.boards &&
          used.mb <= mostMb.used &&
          listeners === boardCount,
        detail: {
          idleMb: idle,
          usedMb: used.mb,
          statuses: used.statuses,
          withBoardsMb: withBoards,
          boards: listeners,
        },
      }
    } finally {
      await stage.stop()
    }
  },
}

async function mostOver(pid: number, ms: number): Promise<number> {
  const untilMs = performance.now() + ms
  let most = 0
  while (performance.now() < untilMs) {
    await delay(500)
    most = Math.max(most, residentMegabytes(pid))
  }
  return most
}
