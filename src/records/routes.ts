import { Hono, type Context as HonoContext } from 'hono'
import { z } from 'zod'
import type { Deps } from '../lib/context.ts'
import { attachment } from '../lib/download.ts'
import { contextOf, describes, describesFile, input, type Env } from '../lib/http.ts'
import { idSchema } from '../lib/ids.ts'
import { exportRecords, myAttendance, summarise } from './actions.ts'
import {
  MyAttendance,
  MyAttendanceQuery,
  RecordsQuery,
  RecordsSummary,
  SummaryQuery,
  type RecordsFormat,
  type RecordsSubject,
} from './contract.ts'

const fileTypes: Record<RecordsFormat, string> = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json',
}
const OfStaff = z.strictObject({ staffId: idSchema('staff') })

export const recordRoutes = (deps: Deps) => {
  const answer = async (
    c: HonoContext<Env>,
    what: { subject: RecordsSubject; format: RecordsFormat },
    query: RecordsQuery,
  ) => {
    const { body, contentType, filename } = await exportRecords(contextOf(deps, c), what, query)
    return c.body(body, 200, {
      'content-type': contentType,
      'content-disposition': attachment(filename),
    })
  }
  return new Hono<Env>()
    .get(
      '/records/attendance.csv',
      describesFile('Attendance by interval, CSV', fileTypes.csv),
      input('query', RecordsQuery),
      c => answer(c, { subject: 'attendance', format: 'csv' }, c.req.valid('query')),
    )
    .get(
      '/records/attendance.xlsx',
      describesFile('Attendance by interval, Excel', fileTypes.xlsx),
      input('query', RecordsQuery),
      c => answer(c, { subject: 'attendance', format: 'xlsx' }, c.req.valid('query')),
    )
    .get(
      '/records/attendance.json',
      describesFile('Attendance by interval, JSON', fileTypes.json),
      input('query', RecordsQuery),
      c => answer(c, { subject: 'attendance', format: 'json' }, c.req.valid('query')),
    )
    .get(
      '/records/persons.csv',
      describesFile('Attendance by person, CSV', fileTypes.csv),
      input('query', RecordsQuery),
      c => answer(c, { subject: 'persons', format: 'csv' }, c.req.valid('query')),
    )
    .get(
      '/records/persons.xlsx',
      describesFile('Attendance by person, Excel', fileTypes.xlsx),
      input('query', RecordsQuery),
      c => answer(c, { subject: 'persons', format: 'xlsx' }, c.req.valid('query')),
    )
    .get(
      '/records/persons.json',
      describesFile('Attendance by person, JSON', fileTypes.json),
      input('query', RecordsQuery),
      c => answer(c, { subject: 'persons', format: 'json' }, c.req.valid('query')),
    )
    .get(
      '/records/summary',
      describes('Counts and plots of a period', RecordsSummary),
      input('query', SummaryQuery),
      async c => c.json(await summarise(contextOf(deps, c), c.req.valid('query'))),
    )
    .get(
      '/staffs/:staffId/my-attendance',
      describes('My own attendance', MyAttendance),
      input('param', OfStaff),
      input('query', MyAttendanceQuery),
      async c =>
        c.json(
          await myAttendance(
            contextOf(deps, c),
            c.req.valid('param').staffId,
            c.req.valid('query'),
          ),
        ),
    )
}
