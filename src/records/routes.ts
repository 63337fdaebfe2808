import { Hono } from 'hono'
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
  RecordsFormat,
  RecordsSubject,
  fileTypes,
} from './contract.ts'
import { holderAnswer, recordedFunctions } from './views.ts'

const groupedBy: Record<RecordsSubject, string> = {
  persons: 'person',
  meetings: 'meeting',
  functions: 'function',
  attendance: 'interval',
}
const formatNames: Record<RecordsFormat, string> = {
  xlsx: 'Excel',
  ods: 'OpenDocument',
  'excel.csv': 'CSV with dates for a German Excel',
  pdf: 'a document to hand over',
  csv: 'CSV',
  json: 'JSON',
}
/** without parameters, as OpenAPI names a type */
const typeOf = (format: RecordsFormat) => fileTypes[format].split(';')[0]! // split gives at least one part
const OfStaff = z.strictObject({ staffId: idSchema('staff') })

/** One file for each subject in each format. */
function exportRoutes(deps: Deps): Hono<Env> {
  const routes = new Hono<Env>()
  for (const subject of RecordsSubject.options) {
    for (const format of RecordsFormat.options) {
      routes.get(
        `/records/${subject}.${format}`,
        describesFile(
          `Attendance by ${groupedBy[subject]}, ${formatNames[format]}`,
          typeOf(format),
        ),
        input('query', RecordsQuery),
        async c => {
          const query = c.req.valid('query')
          const file = await exportRecords(contextOf(deps, c), { subject, format }, query)
          return c.body(file.body, 200, {
            'content-type': file.contentType,
            'content-disposition': attachment(file.filename),
          })
        },
      )
    }
  }
  return routes
}

export const recordRoutes = (deps: Deps) => {
  return exportRoutes(deps)
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
