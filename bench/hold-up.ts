import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '../src/lib/db.ts'
import { newId } from '../src/lib/ids.ts'
import { insertMany } from '../src/lib/many.ts'
import { members, people } from '../src/roster/tables.ts'
import { type CountyStaff, settleCounty } from './county.ts'
import type { Figure } from './figure.ts'
import { type Attempt, type Ground, attemptsOn } from './hold-up/attempts.ts'
import { type Document, operationsOf } from './hold-up/requests.ts'
import { honestList, longestList } from './hold-up/uploads.ts'
import type { Pause } from './processes/pauses.ts'
import { type Program, startStage } from './stage.ts'

const mostPauseMs = 50
const mostGrowth = 1.1
const mostMegabytes = 400
/** the password checker and idle connections are given back after a minute without use */
const settlingS = 75

export const holdUp: Figure = {
  name: 'hold-up',
  bar: `longest pause ≤ ${mostPauseMs} ms, memory back within 10 %, ≤ ${mostMegabytes} MB`,
  method:
    'Every text field of every route of the OpenAPI document, the import and the webhook are sent long runs of one character, between two letters and alone, signed in and not, with and without an Idempotency-Key, besides JSON of many values and levels, uploads of many parts, bombs in XLSX and ODS, the largest honest lists, and what a staff of 300 reads and does all day, one request at a time, and all of it twice; of the longest pause of the event loop, read in the process of the product, the time in which every core was busy with something else is taken off, so far as the system tells it by thread and by what the process computed, and the whole is told beside; memory is what the process has resident up to 75 s after the last request, and what JavaScript still holds after clearing up, each after the second time against after the first, when the most room that is ever needed has been made.',
  async run({ quick }) {
    const stage = await startStage({ video: true })
    try {
      const [staff, crowd] = await settleCounty(stage.database, {
        staffCount: 2,
        membersEach: 300,
      })
      const api = await stage.start('api')
      await api.ask('longestPause')
      const document = (await (await fetch(`${api.address}/api/openapi.json`)).json()) as Document
      const slow = [
        { what: 'the first GET /api/openapi.json', status: 200, ...(await pauseOf(api)) },
      ]
      const attempts = attemptsOn(operationsOf(document, staff!), {
        cookie: staff!.members[0]!.cookie, // the first member is the lead
        staff: staff!,
        crowd: await settleCrowd(stage.database, crowd!),
        keys: stage.liveKit!, // the stage was asked for LiveKit
        isQuick: quick,
      })
      // the first run compiles code, which is not the fault of a request
      for (const attempt of attempts.filter((_, i) => i % 7 === 0)) await send(api, attempt)
      const sendAll = async () => {
        await api.ask('longestPause')
        for (const attempt of attempts) {
          const status = await send(api, attempt)
          slow.push({ what: attempt.what, status, ...(await pauseOf(api)) })
        }
      }
      await sendAll()
      const before = await settledMemory(api)
      await sendAll()
      const after = await settledMemory(api, before)
      const longest = Math.max(...slow.map(({ ownMs }) => ownMs))
      const felt = Math.max(...slow.map(({ wallMs }) => wallMs))
      const failed = slow.filter(({ status }) => status >= 500)
      const resident = after.residentBytes / before.residentBytes
      const megabytes = Math.round(after.residentBytes / 1024 / 1024)
      const kept = after.keptBytes / before.keptBytes
      slow.sort((a, b) => b.ownMs - a.ownMs)
      return {
        value: `${longest} ms (${felt} with waits), memory × ${resident.toFixed(2)} (${megabytes} MB), kept × ${kept.toFixed(2)}`,
        holds:
          longest <= mostPauseMs &&
          Math.max(resident, kept) <= mostGrowth &&
          megabytes <= mostMegabytes &&
          failed.length === 0,
        detail: {
          requests: attempts.length,
          slowest: slow.slice(0, 12),
          other: slow.filter(s => !s.what.startsWith('import')).slice(0, 12),
          failed: failed.slice(0, 8),
          before,
          after,
        },
      }
    } finally {
      await stage.stop()
    }
  },
}

const pauseOf = (api: Program) => api.ask<Pause>('longestPause')

/** Makes everybody of the longest allowed list a member of a staff. */
async function settleCrowd(database: Database, staff: CountyStaff): Promise<Ground['crowd']> {
  const { staffId } = staff
  const at = new Date()
  const rows = honestList(longestList).map(([name = '', email = '']) => ({
    id: newId('person', at),
    name,
    email,
    organisation: 'Kreis',
    createdAt: at,
  }))
  await database.transaction(async tx => {
    await insertMany(tx, people, rows)
    await insertMany(
      tx,
      members,
      rows.map(({ id: personId }) => ({
        id: newId('member', at),
        staffId,
        personId,
        roles: ['member' as const],
        joinedAt: at,
      })),
    )
  })
  const list = new Blob(
    [['Name', 'E-Mail'], ...honestList(longestList)].map(([name, email]) => `${name};${email}\n`),
  )
  return { staffId, cookie: staff.members[0]!.cookie, list } // the first member is the lead
}

/**
 * The status; 0 when the server ended the connection before it had read the whole body, which it
 * may.
 */
async function send(api: Program, { path, init }: Attempt): Promise<number> {
  return fetch(`${api.address}${path}`, init).then(
    async answer => {
      await answer.arrayBuffer()
      return answer.status
    },
    () => 0,
  )
}

type Memory = { residentBytes: number; keptBytes: number }

/** Memory once it is near its former value, or after the time in which it should be given back. */
async function settledMemory(api: Program, wanted?: Memory): Promise<Memory> {
  let residentBytes = Infinity
  for (let s = 0; s <= settlingS; s++) {
    residentBytes = Math.min(residentBytes, await api.ask<number>('residentBytes'))
    if (wanted && residentBytes <= wanted.residentBytes * mostGrowth) break
    await delay(1_000)
  }
  return { residentBytes, keptBytes: await api.ask<number>('keptBytes') }
}
