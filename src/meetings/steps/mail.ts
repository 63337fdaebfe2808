import type { Context, Deps } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { type AttendeeId, type Id, newId } from '../../lib/ids.ts'
import { inPieces } from '../../lib/pieces.ts'
import type { Occasion } from '../../mail/contract.ts'
import { changeWaitMs, foldMs, isAlike, isChange, isFoldable, toldOf } from '../../mail/rules.ts'
import { queueMails } from '../../mail/steps.ts'
import {
  type Heard,
  type MailContent,
  type MailRow,
  type NewMail,
  aboutKey,
  endMails,
  heardOf,
  rewriteMail,
} from '../../mail/store.ts'
import { type Calendars, type Ground, contentFor } from '../composing.ts'
import { isGoodbye, isPointless } from '../rules/mails.ts'
import { isOutdated, needsSides, sidesIn } from '../sides.ts'
import { type Invitee, inviteesByIds } from '../store/invitee.ts'
import { markMailed } from '../store/mailed.ts'
import { type MeetingInStaff, findMeeting } from '../store/meetings.ts'
import { participationOf, participationOfOne } from '../store/participation.ts'
import { inviteesOf } from './attendees.ts'
import { givenUpOf } from './awaited.ts'
import { agendasOf } from '../store/agenda.ts'

/** News of one meeting for several people. */
export type Letters = {
  found: MeetingInStaff
  occasion: Occasion
  invitees: Invitee[]
  /**
   * they were told the same a moment ago; it is not repeated unless they were told otherwise since
   */
  isKnown?: boolean
}

/**
 * Writes a mail to each invitee within the caller's transaction: a new row in the outbox, or new
 * content for a mail that still waits.
 */
export const queueMeetingMails = (tx: Db, deps: Deps, letters: Letters) =>
  queueAll(tx, deps, [letters])

/** The same for many meetings at once. */
export async function queueAll(tx: Db, deps: Deps, all: readonly Letters[]): Promise<void> {
  const at = deps.clock.now()
  const givenUp = await givenUpOf(
    tx,
    all.map(({ found }) => found),
    at,
  )
  const letters = all.filter(
    ({ found: { meeting }, occasion }) =>
      !isPointless(occasion, meeting, {
        isInvited: !isGoodbye(occasion),
        isGivenUp: givenUp.has(meeting.id),
        now: at,
      }),
  )
  const about = letters.flatMap(({ found, invitees }) =>
    invitees.map(({ personId }) => ({ meetingId: found.meeting.id, personId })),
  )
  if (about.length === 0) return
  const heard = await heardOf(tx, { about, since: new Date(at.getTime() - foldMs) })
  const agendas = await agendasOf(
    tx,
    letters.map(({ found }) => found.meeting.id),
  )
  const participations = await participationOf(tx, tellingSides(letters, heard))
  const added: { row: NewMail; waitMs: number }[] = []
  const overtaken: Id<'mail'>[] = []
  const pulled: Id<'mail'>[] = []
  for (const { found, occasion, invitees, isKnown = false } of letters) {
    const { id } = found.meeting
    const participation = participations.get(id)
    const sides = participation ? sidesIn(participation) : null
    const ground = { found, agenda: titlesIn(agendas.get(id)), at, sides }
    const written = await inPieces(mailsFor(deps, { ground, occasion, invitees, heard, isKnown }))
    for (const { invitee, said, waitMs, waiting } of written) {
      const same = waiting.findLast(
        mail => mail.state !== 'failed' && mail.occasion.kind === said?.occasion.kind,
      )
      // a mail that was never sent and needs no goodbye either is withdrawn, not superseded
      const ended = said === null && isGoodbye(occasion) ? pulled : overtaken
      ended.push(...waiting.filter(mail => mail !== same).map(mail => mail.id))
      if (said && same) await rewriteMail(tx, same.id, { ...said, createdAt: at })
      else if (said) added.push({ row: mailFor(deps, invitee, { ...said, found, at }), waitMs })
    }
  }
  await endMails(tx, overtaken, 'superseded')
  await endMails(tx, pulled, 'withdrawn')
  await queueMails(tx, deps, added)
  await markMailed(
    tx,
    letters.flatMap(({ invitees }) => invitees.map(i => i.attendeeId)),
  )
}

/** The meetings for which a mail that tells functions or deputies is written or replaced. */
function tellingSides(
  letters: readonly Letters[],
  heard: ReadonlyMap<string, Heard>,
): MeetingInStaff[] {
  const isAbout = ({ found: { meeting }, occasion, invitees }: Letters) =>
    needsSides(occasion) ||
    invitees.some(({ personId }) =>
      heard
        .get(aboutKey({ meetingId: meeting.id, personId }))
        ?.waiting.some(mail => needsSides(mail.occasion)),
    )
  return [
    ...new Map(letters.filter(isAbout).map(({ found }) => [found.meeting.id, found])).values(),
  ]
}

/**
 * The content of a mail about a meeting at this moment; null when the meeting has no such person,
 * or the mail must not be sent any more.
 */
export async function composeMeetingMail(
  deps: Deps,
  db: Db,
  { meetingId, attendeeId, occasion }: MailRow,
): Promise<MailContent | null> {
  const found = meetingId ? await findMeeting(db, meetingId) : undefined
  const [invitee] = found && attendeeId ? await inviteesByIds(db, [found], [attendeeId]) : []
  const at = deps.clock.now()
  if (!found || !invitee || !occasion) return null
  const isGivenUp = (await givenUpOf(db, [found], at)).has(found.meeting.id)
  const { isInvited } = invitee
  if (isPointless(occasion, found.meeting, { isInvited, isGivenUp, now: at })) return null
  const sides = needsSides(occasion) ? sidesIn(await participationOfOne(db, found)) : null
  if (sides && isOutdated(occasion, sides(invitee.attendeeId))) return null
  const agendas = await agendasOf(db, [found.meeting.id])
  const agenda = titlesIn(agendas.get(found.meeting.id))
  const ground = { found, agenda, at, sides }
  return inPieces(contentFor(deps, ground, { invitee, occasion, calendars: new Map() }))
}

const titlesIn = (agenda: readonly { title: string }[] = []) => agenda.map(item => item.title)

type Said = MailContent & { occasion: Occasion }
type Written = { invitee: Invitee; said: Said | null; waitMs: number; waiting: Heard['waiting'] }

/** Yields after each mail: one takes less than a millisecond, but a staff can have hundreds. */
function* mailsFor(
  deps: Deps,
  {
    ground,
    occasion,
    invitees,
    heard,
    isKnown,
  }: {
    ground: Ground
    occasion: Occasion
    invitees: Invitee[]
    heard: ReadonlyMap<string, Heard>
    isKnown: boolean
  },
): Generator<void, Written[]> {
  const written: Written[] = []
  const calendars: Calendars = new Map()
  const untilStartMs = ground.found.meeting.startsAt.getTime() - ground.at.getTime()
  const meetingId = ground.found.meeting.id
  for (const invitee of invitees) {
    const of = heard.get(aboutKey({ meetingId, personId: invitee.personId })) ?? nothing
    const folding = of.waiting.filter(mail => isFoldable(mail, occasion))
    const knows =
      isKnown &&
      !folding.some(mail => mail.occasion.kind === occasion.kind) &&
      (of.lastAsDeputy === null || of.lastAsDeputy === occasion.kind)
    const why = knows ? null : toldOf({ waiting: folding, wasTold: of.wasTold }, occasion)
    const lately = why ? of.toldLately.filter(kind => isAlike(kind, why.kind)).length : 0
    const content = why && (yield* contentFor(deps, ground, { invitee, occasion: why, calendars }))
    written.push({
      invitee,
      said: content && { ...content, occasion: why },
      waitMs: why && isChange(why) ? changeWaitMs(lately, untilStartMs) : 0,
      waiting: folding,
    })
    yield
  }
  return written
}

const nothing: Heard = { waiting: [], wasTold: false, toldLately: [], lastAsDeputy: null }

function mailFor(
  deps: Deps,
  { attendeeId, personId }: Invitee,
  { found, at, ...said }: Said & { found: MeetingInStaff; at: Date },
): NewMail {
  return {
    ...said,
    id: newId('mail', at),
    staffId: found.staff.id,
    meetingId: found.meeting.id,
    attendeeId,
    personId,
    kind: said.occasion.kind,
    createdAt: at,
    state: deps.hasMailServer ? 'pending' : 'unsent',
  }
}

/** Mails everybody who is invited, except those who get another mail about it. */
export async function inform(
  tx: Db,
  ctx: Context,
  found: MeetingInStaff,
  occasion: Occasion,
  { except = [] }: { except?: readonly AttendeeId[] } = {},
): Promise<void> {
  const { participants } = await participationOfOne(tx, found)
  const invitees = inviteesOf(participants).filter(each => !except.includes(each.attendeeId))
  await queueMeetingMails(tx, ctx, { found, occasion, invitees })
}
