import { setTimeout as delay } from 'node:timers/promises'
import { openBoards } from './boards.ts'
import { settleCounty } from './county.ts'
import type { Figure } from './figure.ts'
import { ensureWeb, residentMegabytes, startProduct, withDataFolder } from './product.ts'
import { startStage } from './stage.ts'

const mostMb = { idle: 150, boards: 400 }
const boardCount = 1_000

export const memory: Figure = {
  name: 'memory',
  bar: `≤ ${mostMb.idle} MB idle, ≤ ${mostMb.boards} MB with 1,000 boards`,
  method:
    'Resident memory (MB of 1,048,576 bytes, read libraries included) of the one process that `npm start` makes of the application; PostgreSQL and the media server are processes of their own. Idle: the most of several readings after a first start on an empty folder. Then with 1,000 boards that follow their meetings over SSE, each having loaded its board once, while 40 staffs with 1,400 people are stored.',
  async run({ quick }) {
    await ensureWeb()
    const settleMs = quick ? 4_000 : 20_000
    const idle = await withDataFolder(async dataDir => {
      const product = await startProduct(dataDir)
      const most = await mostOver(product.pid, settleMs)
      await product.stop()
      return most
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
        value: `${idle} MB, ${withBoards} MB`,
        holds: idle <= mostMb.idle && withBoards <= mostMb.boards && listeners === boardCount,
        detail: { idleMb: idle, withBoardsMb: withBoards, boards: listeners },
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
