import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { connect, type Database } from '../../src/lib/db.ts'
import { cloneDatabase } from '../support/postgres.ts'

let database: Database
let drop: () => Promise<void>

beforeAll(async () => {
  const cloned = await cloneDatabase(inject('postgres'))
  drop = cloned.drop
  database = connect(cloned.address, { maxConnections: 2 })
})

afterAll(async () => {
  await database.close()
  await drop()
})

const backend = sql<number>`pg_backend_pid()`
const transactionId = sql<string>`pg_current_xact_id()::text`

test('a burst of transactions among questions is all answered, each transaction alone on its connection', async () => {
  await database.transaction(async tx => void (await tx.execute(sql`create table counted (n int not null)`)))
  const burst = Array.from({ length: 60 }, async (_, n) => {
    // no, one or more before it, so that it comes at every place of a pipeline
    const asked = Promise.all(Array.from({ length: n % 6 }, () => database.sql`select 'said' as word`.execute()))
    const done = await database.transaction(async tx => {
      const [first] = await tx.execute(sql`insert into counted (n) values (${n}) returning ${backend} as backend, ${transactionId} as id`)
      const [second] = await tx.execute(sql`select ${backend} as backend, ${transactionId} as id`)
      expect(second).toEqual(first)
      return n
    })
    return [done, ...(await asked).map(([row]) => row?.word as string)]
  })
  expect(await Promise.all(burst)).toEqual(burst.map((_, n) => [n, ...Array<string>(n % 6).fill('said')]))
  expect(await database.sql`select count(*)::int as rows, count(distinct n)::int as numbers from counted`).toMatchObject([
    { rows: 60, numbers: 60 },
  ])
})

test('what a failed transaction wrote is gone, and questions asked meanwhile stay', async () => {
  await database.sql`create table kept (word text not null)`
  const refused = database.transaction(async tx => {
    await tx.execute(sql`insert into kept (word) values ('undone')`)
    throw new Error('refused')
  })
  await Promise.all([database.sql`insert into kept (word) values ('stays')`, expect(refused).rejects.toThrow('refused')])
  expect(await database.sql`select word from kept`).toMatchObject([{ word: 'stays' }])
})
