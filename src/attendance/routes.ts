import { Hono } from 'hono'
import { z } from 'zod'
import { Done } from '../access/contract/account.ts'
import { doorTicketOf, setDoorCookie } from '../access/visit.ts'
import { qrSvg } from '../lib/qr.ts'
import type { Deps } from '../lib/context.ts'
import { DomainError } from '../lib/errors.ts'
import { folded } from '../lib/folded.ts'
import { answerProblem, contextOf, describes, input, type Env } from '../lib/http.ts'
import { idSchema } from '../lib/ids.ts'
import {
  deskMeeting,
  enterAllOnSite,
  enterAtDesk,
  enterMyself,
  enterVisitor,
  leaveMyself,
  scanAtDoor,
} from './actions/desk.ts'
import { retimeEntry, undoEntry } from './actions/correct.ts'
import { reportPresence } from './actions/report.ts'
import { receiveRoomSignal } from './actions/receive.ts'
import {
  AttendanceView,
  DeskEntries,
  DeskEntry,
  DeskInput,
  DoorCode,
  DoorJournal,
  PresenceInput,
  RetimeInput,
  ScanInput,
  SelfInput,
  UndoInput,
  VisitorInput,
} from './contract.ts'
import { doorCode } from './door.ts'
import { attendanceView, doorJournal } from './views.ts'

const OfMeeting = z.strictObject({ meetingId: idSchema('meeting') })

/**
 * A phone that scans the code at the door may have to sign in first, which takes longer than the
 * code is valid.
 */
export const publicDoorRoutes = (deps: Deps) =>
  new Hono<Env>().post(
    '/meetings/:meetingId/door/scan',
    describes('The code at the door was scanned', Done),
    input('param', OfMeeting),
    input('json', ScanInput),
    c => {
      const { meetingId } = c.req.valid('param')
      const { ticket, lifeS } = scanAtDoor(deps, meetingId, c.req.valid('json'))
      setDoorCookie(c, ticket, lifeS)
      return c.json({})
    },
  )

/**
 * The media server's webhook: raw bytes, because the signature covers them; stored before the
 * answer.
 */
export const webhookRoutes = (deps: Deps) => {
  const warn = folded((reason, times) =>
    deps.log.warn({ event: 'security.webhookRefused', reason, times }, 'webhooks were refused'),
  )
  return new Hono<Env>().post('/webhooks/livekit', async c => {
    const video = deps.video()
    if (video.state !== 'ready')
      return answerProblem(c, new DomainError('unavailable', 'No media server is running here'))
    const raw = new Uint8Array(await c.req.arrayBuffer())
    const read = await video.server.readWebhook(
      raw,
      c.req.header('authorization'),
      deps.clock.now().getTime(),
    )
    if (!read.ok) {
      warn(read.reason)
      const fields = [{ field: 'Authorization', problem: read.reason }]
      return answerProblem(
        c,
        new DomainError('unauthenticated', 'The report is not signed by our media server', {
          fields,
        }),
      )
    }
    if (read.isAbsurd) warn('absurd')
    if (read.event) {
      try {
        await receiveRoomSignal(deps, read.event)
      } catch (error) {
        // makes the media server send the report again, because it was not stored
        deps.log.error(
          { reason: error instanceof Error ? error.name : 'unknown' },
          'a webhook could not be stored',
        )
        return answerProblem(
          c,
          new DomainError('unavailable', 'The report could not be stored; send it again'),
        )
      }
    }
    return c.body(null, 200)
  })
}

export const attendanceRoutes = (deps: Deps) =>
  new Hono<Env>()
    .get(
      '/meetings/:meetingId/attendance',
      describes('Plan against reality', AttendanceView),
      input('param', OfMeeting),
      async c => c.json(await attendanceView(contextOf(deps, c), c.req.valid('param').meetingId)),
    )
    .post(
      '/meetings/:meetingId/check-in',
      describes('Somebody comes', DeskEntry),
      input('param', OfMeeting),
      input('json', DeskInput),
      async c =>
        c.json(
          await enterAtDesk(contextOf(deps, c), c.req.valid('param').meetingId, {
            desk: c.req.valid('json'),
            edge: 'in',
          }),
        ),
    )
    .post(
      '/meetings/:meetingId/check-out',
      describes('Somebody goes', DeskEntry),
      input('param', OfMeeting),
      input('json', DeskInput),
      async c =>
        c.json(
          await enterAtDesk(contextOf(deps, c), c.req.valid('param').meetingId, {
            desk: c.req.valid('json'),
            edge: 'out',
          }),
        ),
    )
    .post(
      '/meetings/:meetingId/check-in/all-on-site',
      describes('All who promised to come are here', DeskEntries),
      input('param', OfMeeting),
      async c =>
        c.json({
          entries: await enterAllOnSite(contextOf(deps, c), c.req.valid('param').meetingId),
        }),
    )
    .post(
      '/meetings/:meetingId/check-in/self',
      describes('I am here', DeskEntry),
      input('param', OfMeeting),
      input('json', SelfInput),
      async c =>
        c.json(
          await enterMyself(contextOf(deps, c), c.req.valid('param').meetingId, {
            ...c.req.valid('json'),
            ticket: doorTicketOf(c),
          }),
        ),
    )
    .post(
      '/meetings/:meetingId/check-out/self',
      describes('I leave', DeskEntry),
      input('param', OfMeeting),
      async c => c.json(await leaveMyself(contextOf(deps, c), c.req.valid('param').meetingId)),
    )
    .post(
      '/meetings/:meetingId/visitors',
      describes('A visitor comes', DeskEntry),
      input('param', OfMeeting),
      input('json', VisitorInput),
      async c =>
        c.json(
          await enterVisitor(
            contextOf(deps, c),
            c.req.valid('param').meetingId,
            c.req.valid('json'),
          ),
        ),
    )
    .post(
      '/meetings/:meetingId/check-in/undo',
      describes('Take an entry back'),
      input('param', OfMeeting),
      input('json', UndoInput),
      async c => {
        await undoEntry(contextOf(deps, c), c.req.valid('param').meetingId, c.req.valid('json'))
        return c.body(null, 204)
      },
    )
    .post(
      '/meetings/:meetingId/check-in/retime',
      describes('Give an entry its true time'),
      input('param', OfMeeting),
      input('json', RetimeInput),
      async c => {
        await retimeEntry(contextOf(deps, c), c.req.valid('param').meetingId, c.req.valid('json'))
        return c.body(null, 204)
      },
    )
    .get(
      '/meetings/:meetingId/check-in/journal',
      describes('What was entered by hand, newest first', DoorJournal),
      input('param', OfMeeting),
      async c => {
        const ctx = contextOf(deps, c)
        return c.json(
          await doorJournal(ctx, await deskMeeting(ctx, c.req.valid('param').meetingId)),
        )
      },
    )
    .post(
      '/meetings/:meetingId/presence',
      describes('How somebody who acts takes part'),
      input('param', OfMeeting),
      input('json', PresenceInput),
      async c => {
        await reportPresence(
          contextOf(deps, c),
          c.req.valid('param').meetingId,
          c.req.valid('json'),
        )
        return c.body(null, 204)
      },
    )
    .get(
      '/meetings/:meetingId/door',
      describes('The code shown at the door', DoorCode),
      input('param', OfMeeting),
      async c => {
        const ctx = contextOf(deps, c)
        const { meetingId } = c.req.valid('param')
        await deskMeeting(ctx, meetingId)
        const at = ctx.clock.now()
        const { code, validUntilMs } = doorCode(ctx.secret, { meetingId, nowMs: at.getTime() })
        const url = `${ctx.publicUrl}/meetings/${meetingId}/here#${code}`
        return c.json({
          code,
          url,
          qrSvg: qrSvg(url),
          at: at.toISOString(),
          validUntil: new Date(validUntilMs).toISOString(),
        })
      },
    )
