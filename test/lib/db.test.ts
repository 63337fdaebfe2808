import { once } from 'node:events'
import { createConnection, createServer, type AddressInfo } from 'node:net'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { connect, type Database } from '../../src/lib/db.ts'
import { codeOf, isTooLate } from '../../src/lib/errors.ts'
import { cloneDatabase, type TestDatabase } from '../support/postgres.ts'

let database: Database
let cloned: TestDatabase

beforeAll(async () => {
  cloned = await cloneDatabase(inject('postgres'))
  database = connect(cloned.address, { maxConnections: 2 })
})

afterAll(async () => {
  await database.close()
  await cloned.drop()
})

const backend = sql<number>`pg_backend_pid()`
const transactionId = sql<string>`pg_current_xact_id()::text`

test('a burst of transactions among questions is all answered, each transaction alone on its connection', async () => {
  await database.transaction(
    async tx => void (await tx.execute(sql`create table counted (n int not null)`)),
  )
  const burst = Array.from({ length: 60 }, async (_, n) => {
    // no, one or more before it, so that it comes at every place of a pipeline
    const asked = Promise.all(
      Array.from({ length: n % 6 }, () => database.sql`select 'said' as word`.execute()),
    )
    const done = await database.transaction(async tx => {
      const [first] = await tx.execute(
        sql`insert into counted (n) values (${n}) returning ${backend} as backend, ${transactionId} as id`,
      )
      const [second] = await tx.execute(sql`select ${backend} as backend, ${transactionId} as id`)
      expect(second).toEqual(first)
      return n
    })
    return [done, ...(await asked).map(([row]) => row?.word as string)]
  })
  expect(await Promise.all(burst)).toEqual(
    burst.map((_, n) => [n, ...Array<string>(n % 6).fill('said')]),
  )
  expect(
    await database.sql`select count(*)::int as rows, count(distinct n)::int as numbers from counted`,
  ).toMatchObject([{ rows: 60, numbers: 60 }])
})

test('what a failed transaction wrote is gone, and questions asked meanwhile stay', async () => {
  await database.sql`create table kept (word text not null)`
  const refused = database.transaction(async tx => {
    await tx.execute(sql`insert into kept (word) values ('undone')`)
    throw new Error('refused')
  })
  await Promise.all([
    database.sql`insert into kept (word) values ('stays')`,
    expect(refused).rejects.toThrow('refused'),
  ])
  expect(await database.sql`select word from kept`).toMatchObject([{ word: 'stays' }])
})

test('a server that goes away as soon as it is reached fails the question that reached it, and nothing else', async () => {
  const door = await startDoor()
  const behind = connect(
    { url: `postgres://${door.user}@127.0.0.1:${door.port}/${door.name}` },
    { maxConnections: 1 },
  )
  try {
    for (let tries = 0; tries < 3; tries++) await expect(behind.sql`select 1`).rejects.toThrow()
    await expect(behind.transaction(async tx => await tx.execute(sql`select 1`))).rejects.toThrow()
    door.letThrough()
    expect(await behind.sql`select 1 as n`).toMatchObject([{ n: 1 }])
    expect(
      await behind.transaction(async tx => await tx.execute(sql`select 2 as n`)),
    ).toMatchObject([{ n: 2 }])
  } finally {
    await behind.close()
    door.close()
  }
})

/**
 * Before the database stands a door that shuts at the first sign of a server that is ready
 * (protocol 3.0, ReadyForQuery).
 */
async function startDoor() {
  const {
    host,
    port,
    database: name,
    user,
  } = cloned.address as { host: string; port: number; database: string; user: string }
  let isShutting = true
  const door = createServer(outside => {
    const inside = createConnection(`${host}/.s.PGSQL.${port}`)
    for (const socket of [outside, inside]) socket.on('error', () => {})
    outside.pipe(inside)
    inside.pipe(outside)
    inside.on('data', data => {
      if (isShutting && data.includes('Z\0\0\0\u0005I')) outside.destroy()
    })
    outside.once('close', () => inside.destroy())
  })
  door.listen(0, '127.0.0.1')
  await once(door, 'listening')
  return {
    port: (door.address() as AddressInfo).port,
    name,
    user,
    letThrough: () => (isShutting = false),
    close: () => door.close(),
  }
}

test('of two transactions that wait for each other both are done, and each wrote once', async () => {
  await database.sql`create table crossed (id int primary key, n int not null)`
  await database.sql`insert into crossed values (1, 0), (2, 0)`
  const bothHold = Promise.withResolvers<void>()
  let holding = 0
  let runs = 0
  const add = (first: number, then: number) =>
    database.transaction(async tx => {
      runs++
      await tx.execute(sql`update crossed set n = n + 1 where id = ${first}`)
      if (++holding === 2) bothHold.resolve()
      await bothHold.promise
      await tx.execute(sql`update crossed set n = n + 1 where id = ${then}`)
    })
  await Promise.all([add(1, 2), add(2, 1)])
  expect(await database.sql`select n from crossed`).toEqual([{ n: 2 }, { n: 2 }])
  expect(runs).toBeGreaterThan(2)
})

test('what took too long, or waited too long for others, is told apart by its code', async () => {
  const late = async (setting: string, statement: string) => {
    const error = await database
      .transaction(async tx => {
        await tx.execute(sql.raw(`set local ${setting} = 20`))
        await tx.execute(sql.raw(statement))
      })
      .catch((error: unknown) => error)
    return [isTooLate(error), codeOf(error)]
  }
  expect(await late('statement_timeout', 'select pg_sleep(60)')).toEqual([true, '57014'])
  const held = await database.sql.reserve()
  await held`begin`
  await held`select 1 from crossed where id = 1 for update`
  const waits = 'select 1 from crossed where id = 1 for update'
  expect(await late('lock_timeout', waits)).toEqual([true, '55P03'])
  await held`rollback`
  held.release()
  expect(await late('lock_timeout', 'select 1 from nowhere')).toEqual([false, '42P01'])
})
