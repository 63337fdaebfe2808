import { Hono, type Context as HonoContext } from 'hono'
import { z } from 'zod'
import type { Deps } from '../lib/context.ts'
import { attachment } from '../lib/download.ts'
import { contextOf, describes, describesFile, input, type Env } from '../lib/http.ts'
import { idSchema } from '../lib/ids.ts'
import { exportRecords, myAttendance, summarise } from './actions.ts'
import {
  HolderAnswer,
  HolderQuestion,
  MyAttendance,
  MyAttendanceQuery,
  RecordedFunctions,
  RecordsQuery,
  RecordsSummary,
  SummaryQuery,
  type RecordsFormat,
  type RecordsSubject,
  fileTypes,
} from './contract.ts'
import { holderAnswer, recordedFunctions } from './views.ts'

/** without parameters, as OpenAPI names a type */
const typeOf = (format: RecordsFormat) => fileTypes[format].split(';')[0]! // split gives at least one part
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
      '/records/attendance.ods',
      describesFile('Attendance by interval, OpenDocument', typeOf('ods')),
      input('query', RecordsQuery),
      c => answer(c, { subject: 'attendance', format: 'ods' }, c.req.valid('query')),
    )
    .get(
      '/records/attendance.excel.csv',
      describesFile(
        'Attendance by interval, CSV with dates for a German Excel',
        typeOf('excel.csv'),
      ),
      input('query', RecordsQuery),
      c => answer(c, { subject: 'attendance', format: 'excel.csv' }, c.req.valid('query')),
    )
    .get(
      '/records/attendance.csv',
      describesFile('Attendance by interval, CSV', typeOf('csv')),
      input('query', RecordsQuery),
      c => answer(c, { subject: 'attendance', format: 'csv' }, c.req.valid('query')),
    )
    .get(
      '/records/attendance.xlsx',
      describesFile('Attendance by interval, Excel', typeOf('xlsx')),
      input('query', RecordsQuery),
      c => answer(c, { subject: 'attendance', format: 'xlsx' }, c.req.valid('query')),
    )
    .get(
      '/records/attendance.json',
      describesFile('Attendance by interval, JSON', typeOf('json')),
      input('query', RecordsQuery),
      c => answer(c, { subject: 'attendance', format: 'json' }, c.req.valid('query')),
    )
    .get(
      '/records/persons.ods',
      describesFile('Attendance by person, OpenDocument', typeOf('ods')),
      input('query', RecordsQuery),
      c => answer(c, { subject: 'persons', format: 'ods' }, c.req.valid('query')),
    )
    .get(
      '/records/persons.excel.csv',
      describesFile('Attendance by person, CSV with dates for a German Excel', typeOf('excel.csv')),
      input('query', RecordsQuery),
      c => answer(c, { subject: 'persons', format: 'excel.csv' }, c.req.valid('query')),
    )
    .get(
      '/records/persons.csv',
      describesFile('Attendance by person, CSV', typeOf('csv')),
      input('query', RecordsQuery),
      c => answer(c, { subject: 'persons', format: 'csv' }, c.req.valid('query')),
    )
    .get(
      '/records/persons.xlsx',
      describesFile('Attendance by person, Excel', typeOf('xlsx')),
      input('query', RecordsQuery),
      c => answer(c, { subject: 'persons', format: 'xlsx' }, c.req.valid('query')),
    )
    .get(
      '/records/persons.json',
      describesFile('Attendance by person, JSON', typeOf('json')),
      input('query', RecordsQuery),
      c => answer(c, { subject: 'persons', format: 'json' }, c.req.valid('query')),
    )
    .get(
      '/records/functions',
      describes('Functions that can be asked about', RecordedFunctions),
      input('query', OfStaff),
      async c => c.json(await recordedFunctions(contextOf(deps, c), c.req.valid('query'))),
    )
    .get(
      '/records/holder',
      describes('Who had a function at a moment', HolderAnswer),
      input('query', HolderQuestion),
      async c => c.json(await holderAnswer(contextOf(deps, c), c.req.valid('query'))),
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
