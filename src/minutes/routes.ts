import { Hono } from 'hono'
import { z } from 'zod'
import { AssignInput, CorrectionInput, Entry } from '../journal/contract.ts'
import type { Deps } from '../lib/context.ts'
import { attachment } from '../lib/download.ts'
import { contextOf, describes, describesFile, input, thenAnswer, type Env } from '../lib/http.ts'
import { idSchema } from '../lib/ids.ts'
import { Meeting } from '../meetings/contract/meeting.ts'
import { meetingView } from '../meetings/views/meeting.ts'
import { closeMeeting } from './actions/close.ts'
import { editMinutes } from './actions/edit.ts'
import { nameMinuteTaker } from './actions/minuteTaker.ts'
import { addPresence } from './actions/presence.ts'
import { readMinutes } from './actions/read.ts'
import { releaseMinutes } from './actions/release.ts'
import { addLate } from './actions/late.ts'
import { assignOrder, correctEntry, setRetraction } from './actions/entries.ts'
import {
  Minutes,
  CloseInput,
  LateEntryInput,
  LatePresenceInput,
  MinutesChange,
  MinutesListItem,
  MinutesPdfQuery,
  MinutesRelease,
  MinutesView,
  MinuteTakerInput,
} from './contract.ts'
import { minutesFile, minutesRecord } from './files.ts'
import { minutesView } from './reading.ts'
import { minutesOfStaff } from './views.ts'

const OfMeeting = z.strictObject({ meetingId: idSchema('meeting') })
const OfStaff = z.strictObject({ staffId: idSchema('staff') })
const OfEntry = z.strictObject({ entryId: idSchema('entry') })

export const minutesRoutes = (deps: Deps) => {
  const then = thenAnswer(deps, meetingView)
  return new Hono<Env>()
    .post(
      '/meetings/:meetingId/close',
      describes('Close a meeting and compose its minutes', Meeting),
      input('param', OfMeeting),
      input('json', CloseInput),
      c =>
        then(c, c.req.valid('param'), (ctx, meetingId) =>
          closeMeeting(ctx, meetingId, c.req.valid('json')),
        ),
    )
    .get(
      '/meetings/:meetingId/minutes',
      describes('Minutes of a meeting', MinutesView),
      input('param', OfMeeting),
      async c => {
        const ctx = contextOf(deps, c)
        const { found, row } = await readMinutes(ctx, c.req.valid('param').meetingId)
        return c.json(await minutesView(ctx, found, row))
      },
    )
    .post(
      '/meetings/:meetingId/minutes/presence',
      describes('How somebody who acted took part, told after the close', MinutesView),
      input('param', OfMeeting),
      input('json', LatePresenceInput),
      async c =>
        c.json(
          await addPresence(
            contextOf(deps, c),
            c.req.valid('param').meetingId,
            c.req.valid('json'),
          ),
        ),
    )
    .patch(
      '/meetings/:meetingId/minutes',
      describes('Write into the draft', MinutesView),
      input('param', OfMeeting),
      input('json', MinutesChange),
      async c =>
        c.json(
          await editMinutes(
            contextOf(deps, c),
            c.req.valid('param').meetingId,
            c.req.valid('json'),
          ),
        ),
    )
    .put(
      '/meetings/:meetingId/minutes/minute-taker',
      describes('Name who kept the minutes', MinutesView),
      input('param', OfMeeting),
      input('json', MinuteTakerInput),
      async c =>
        c.json(
          await nameMinuteTaker(
            contextOf(deps, c),
            c.req.valid('param').meetingId,
            c.req.valid('json').memberId,
          ),
        ),
    )
    .post(
      '/meetings/:meetingId/minutes/release',
      describes('Release the minutes', MinutesView),
      input('param', OfMeeting),
      input('json', MinutesRelease),
      async c =>
        c.json(
          await releaseMinutes(
            contextOf(deps, c),
            c.req.valid('param').meetingId,
            c.req.valid('json'),
          ),
        ),
    )
    .get(
      '/meetings/:meetingId/minutes.pdf',
      describesFile('The minutes as PDF', 'application/pdf'),
      input('param', OfMeeting),
      input('query', MinutesPdfQuery),
      async c => {
        const { bytes, filename } = await minutesFile(
          contextOf(deps, c),
          c.req.valid('param').meetingId,
          c.req.valid('query'),
        )
        return c.body(bytes, 200, {
          'content-type': 'application/pdf',
          'content-disposition': attachment(filename),
        })
      },
    )
    .get(
      '/meetings/:meetingId/minutes.json',
      describes('The minutes as a record', Minutes),
      input('param', OfMeeting),
      async c => {
        const { text, filename } = await minutesRecord(
          contextOf(deps, c),
          c.req.valid('param').meetingId,
        )
        return c.body(text, 200, {
          'content-type': 'application/json',
          'content-disposition': attachment(filename),
        })
      },
    )
    .get(
      '/staffs/:staffId/minutes',
      describes('Minutes of a staff', z.array(MinutesListItem)),
      input('param', OfStaff),
      async c => c.json(await minutesOfStaff(contextOf(deps, c), c.req.valid('param').staffId)),
    )
    .post(
      '/meetings/:meetingId/minutes/entries',
      describes('Add an entry after the close, until the minutes are released', Entry, 201),
      input('param', OfMeeting),
      input('json', LateEntryInput),
      async c =>
        c.json(
          await addLate(contextOf(deps, c), c.req.valid('param').meetingId, c.req.valid('json')),
          201,
        ),
    )
    .post(
      '/entries/:entryId/correct',
      describes('Correct the wording of an entry', Entry),
      input('param', OfEntry),
      input('json', CorrectionInput),
      async c =>
        c.json(
          await correctEntry(contextOf(deps, c), c.req.valid('param').entryId, c.req.valid('json')),
        ),
    )
    .post(
      '/entries/:entryId/assign',
      describes('Name who carries out an order and until when', Entry),
      input('param', OfEntry),
      input('json', AssignInput),
      async c =>
        c.json(
          await assignOrder(contextOf(deps, c), c.req.valid('param').entryId, c.req.valid('json')),
        ),
    )
    .post(
      '/entries/:entryId/retract',
      describes('Take an entry back', Entry),
      input('param', OfEntry),
      async c =>
        c.json(await setRetraction(contextOf(deps, c), c.req.valid('param').entryId, 'retract')),
    )
    .post(
      '/entries/:entryId/restore',
      describes('Restore an entry', Entry),
      input('param', OfEntry),
      async c =>
        c.json(await setRetraction(contextOf(deps, c), c.req.valid('param').entryId, 'restore')),
    )
}
