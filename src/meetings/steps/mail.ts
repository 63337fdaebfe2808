import type { Context, Deps } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { type AttendeeId, type Id, newId } from '../../lib/ids.ts'
import { eachInPieces, inPieces } from '../../lib/pieces.ts'
import type { Read } from '../../mail/actions.ts'
import type { Occasion } from '../../mail/contract.ts'
import {
  type Reader,
  headLetter,
  readerKey,
  rowsOfLetters,
  waitingLetters,
} from '../../mail/letters.ts'
import {
  changeWaitMs,
  foldMs,
  isAlike,
  isChange,
  isFoldable,
  isToldTogether,
  toldOf,
} from '../../mail/rules.ts'
import { queueMails } from '../../mail/steps.ts'
import { type Calendars, type Ground, contentFor, titlesIn } from '../composing.ts'
import { isGoodbye, isPointless } from '../rules/mails.ts'
import { needsSides, sidesIn } from '../sides.ts'
import { agendasOf } from '../store/agenda.ts'
import { type Entries, readEntries, readersWithEntry } from '../store/entries.ts'
import { type Invitee, firstInvitees } from '../store/invitee.ts'
import { markMailed } from '../store/mailed.ts'
import { type MeetingInStaff, raiseSequences } from '../store/meetings.ts'
import { participationOf, participationOfOne } from '../store/participation.ts'
import { inviteesOf } from './attendees.ts'
import { givenUpOf } from './awaited.ts'
import { composeLetters, inEntry } from './compose.ts'
import { type Heard, aboutKey, heardOf } from '../../mail/store/heard.ts'
import { type MailContent, type NewMail, endMails, rewriteMail } from '../../mail/store/mails.ts'

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

/**
 * The same for many meetings at once. What a person is told about several meetings of one series
 * comes as one mail, and joins a mail about the series that still waits for them; so an act on many
 * meetings gives all its letters in one call.
 */
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
  const decided = await eachInPieces(letters, each => decidedFor(each, { heard, at }))
  await endOvertaken(tx, decided)
  const told = decided.flatMap(({ why, ...each }) => (why ? [{ ...each, why }] : []))
  await raiseForReaders(tx, told)
  await markMailed(
    tx,
    letters.flatMap(({ invitees }) => invitees.map(i => i.attendeeId)),
  )
  const added = await eachInPieces(
    told.filter(each => !each.same),
    each => [{ ...each, row: rowFor(deps, each, at) }],
  )
  await joinInLetters(tx, added)
  const singles = [
    ...added.filter(({ row }) => !row.letterId),
    ...told.filter(({ same }) => same && !same.letterId).map(each => ({ ...each, row: null })),
  ]
  await writeSingles(tx, deps, singles, at)
  for (const { same, why } of told)
    if (same) await rewriteMail(tx, same.id, { occasion: why, createdAt: at })
  await queueMails(
    tx,
    deps,
    added.map(({ row, waitMs }) => ({ row, waitMs })),
  )
  await writeLetters(tx, deps, [
    ...added.flatMap(({ row }) => row.letterId ?? []),
    ...told.flatMap(({ same }) => same?.letterId ?? []),
  ])
}

type Waiting = Heard['waiting'][number]
type Decided = {
  found: MeetingInStaff
  occasion: Occasion
  invitee: Invitee
  /** the reason of the mail; null: none is written */
  why: Occasion | null
  waitMs: number
  /** waiting mails that this replaces */
  waiting: Waiting[]
  /** the one of them that stays, with the new reason */
  same: Waiting | undefined
}
type Told = Decided & { why: Occasion }

function decidedFor(
  { found, occasion, invitees, isKnown = false }: Letters,
  { heard, at }: { heard: ReadonlyMap<string, Heard>; at: Date },
): Decided[] {
  const { id: meetingId, startsAt } = found.meeting
  return invitees.map(invitee => {
    const of = heard.get(aboutKey({ meetingId, personId: invitee.personId })) ?? nothing
    const waiting = of.waiting.filter(mail => isFoldable(mail, occasion))
    const knows =
      isKnown &&
      !waiting.some(mail => mail.occasion.kind === occasion.kind) &&
      (of.lastAsDeputy === null || of.lastAsDeputy === occasion.kind)
    // what may have arrived is not folded into the news: they would learn of no change
    const unheard = waiting.filter(mail => !mail.mayHaveArrived)
    const why = knows ? null : toldOf({ waiting: unheard, wasTold: of.wasTold }, occasion)
    const lately = why ? of.toldLately.filter(kind => isAlike(kind, why.kind)).length : 0
    const waitMs =
      why && isChange(why) ? changeWaitMs(lately, startsAt.getTime() - at.getTime()) : 0
    const same = unheard.findLast(
      mail => mail.state !== 'failed' && mail.occasion.kind === why?.kind,
    )
    return { found, occasion, invitee, why, waitMs, waiting, same }
  })
}

async function endOvertaken(tx: Db, decided: readonly Decided[]): Promise<void> {
  const ended = decided.flatMap(({ why, occasion, waiting, same }) =>
    waiting
      .filter(mail => mail !== same)
      // a mail that was never sent and needs no goodbye either is withdrawn, not superseded
      .map(({ id }) => ({ id, isPulled: why === null && isGoodbye(occasion) })),
  )
  const idsOf = (isPulled: boolean) =>
    ended.filter(each => each.isPulled === isPulled).map(({ id }) => id)
  await endMails(tx, idsOf(false), 'superseded')
  await endMails(tx, idsOf(true), 'withdrawn')
}

const readerOf = ({ found, invitee }: Decided): Reader[] => {
  const { calendarEntry } = found.meeting
  return calendarEntry === null ? [] : [{ calendarEntry, personId: invitee.personId }]
}

/**
 * A new date for somebody who has the series in their calendar is a change of that entry, and needs
 * a higher SEQUENCE (RFC 5546 §2.1.4).
 */
async function raiseForReaders(tx: Db, told: readonly Told[]): Promise<void> {
  const coming = told.filter(({ why }) => why.kind === 'invitation' || why.kind === 'deputy')
  const known = await readersWithEntry(tx, coming.flatMap(readerOf))
  const raised = coming.flatMap(each =>
    readerOf(each).some(reader => known.has(readerKey(reader))) ? [each.found.meeting.id] : [],
  )
  await raiseSequences(tx, [...new Set(raised)])
}

function rowFor(deps: Deps, { found, invitee, why }: Told, at: Date): NewMail {
  return {
    id: newId('mail', at),
    staffId: found.staff.id,
    meetingId: found.meeting.id,
    attendeeId: invitee.attendeeId,
    personId: invitee.personId,
    calendarEntry: found.meeting.calendarEntry,
    letterId: null,
    kind: why.kind,
    occasion: why,
    createdAt: at,
    state: deps.hasMailServer ? 'pending' : 'unsent',
    toName: invitee.name,
    toAddress: invitee.email,
    subject: '',
    text: '',
    html: '',
    isUrgent: false,
    calendarMethod: null,
    calendar: null,
  }
}

type Added = Told & { row: NewMail }

/** Lets rows about several dates of a series for one person be one letter. */
async function joinInLetters(tx: Db, added: readonly Added[]): Promise<void> {
  const groups = Map.groupBy(
    added.filter(each => isToldTogether(each.why) && readerOf(each).length > 0),
    each => readerKey(readerOf(each)[0]!),
  )
  const readers = [...groups.values()].flatMap(([each]) => readerOf(each!))
  const waiting = await waitingLetters(tx, readers)
  const begun: { id: Id<'mail'> }[] = []
  for (const [key, group] of groups) {
    const open = waiting.get(key)?.at(-1)
    if (!open && group.length === 1) continue
    const letterId = open ? (open.letterId ?? open.id) : group[0]!.row.id
    if (open && !open.letterId) begun.push(open)
    for (const { row } of group) row.letterId = letterId
  }
  for (const { id } of begun) await headLetter(tx, id, id)
}

type Single = Told & { row: NewMail | null }

/** Writes the content of mails about one meeting: into the new row, or that of the waiting mail. */
async function writeSingles(
  tx: Db,
  deps: Deps,
  singles: readonly Single[],
  at: Date,
): Promise<void> {
  if (singles.length === 0) return
  const byMeeting = Map.groupBy(singles, each => each.found)
  const meetings = [...byMeeting.keys()]
  const agendas = await agendasOf(
    tx,
    meetings.map(({ meeting }) => meeting.id),
  )
  const tellingSides = meetings.filter(found =>
    byMeeting.get(found)!.some(({ why }) => needsSides(why)),
  )
  const participations = await participationOf(tx, tellingSides)
  const entries = await readEntries(tx, singles.flatMap(readerOf))
  for (const [found, of] of byMeeting) {
    const participation = participations.get(found.meeting.id)
    const sides = participation ? sidesIn(participation) : null
    const ground = { found, agenda: titlesIn(agendas.get(found.meeting.id)), at, sides }
    const contents = await inPieces(contentsFor(deps, ground, { of, entries }))
    for (const [i, content] of contents.entries()) {
      const { row, same } = of[i]! // the contents are in the order of `of`
      if (row) Object.assign(row, content)
      else if (same) await rewriteMail(tx, same.id, content)
    }
  }
}

/** Yields after each mail: one takes less than a millisecond, but a staff can have hundreds. */
function* contentsFor(
  deps: Deps,
  ground: Ground,
  { of, entries }: { of: readonly Single[]; entries: Entries },
): Generator<void, MailContent[]> {
  const contents: MailContent[] = []
  const calendars: Calendars = new Map()
  for (const each of of) {
    const { invitee, why: occasion } = each
    const [reader] = readerOf(each)
    const entry = reader ? inEntry(entries, reader) : null
    contents.push(yield* contentFor(deps, ground, { invitee, occasion, calendars, entry }))
    yield
  }
  return contents
}

/** A letter can have hundreds of rows, so few letters are read at once. */
const lettersAtOnce = 4

async function writeLetters(tx: Db, deps: Deps, letterIds: readonly Id<'mail'>[]): Promise<void> {
  const ids = [...new Set(letterIds)]
  const read: Read = new Map()
  for (let i = 0; i < ids.length; i += lettersAtOnce) {
    const rows = await rowsOfLetters(tx, ids.slice(i, i + lettersAtOnce))
    const composed = await composeLetters(deps, tx, [...rows.values()], read)
    for (const [at, letterId] of [...rows.keys()].entries()) {
      const content = composed[at]?.content
      if (content) await rewriteMail(tx, letterId, content)
    }
  }
}

const nothing: Heard = { waiting: [], wasTold: false, toldLately: [], lastAsDeputy: null }

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

/** The people of hundreds of meetings are much to read at once. */
const meetingsAtOnce = 5

/** The same news of several meetings for everybody invited to them. */
export async function lettersToAll(
  tx: Db,
  all: readonly MeetingInStaff[],
  occasion: Occasion,
): Promise<Letters[]> {
  const letters: Letters[] = []
  for (let i = 0; i < all.length; i += meetingsAtOnce) {
    const piece = all.slice(i, i + meetingsAtOnce)
    const people = await participationOf(tx, piece)
    for (const found of piece) {
      const { participants } = people.get(found.meeting.id)! // it asked for all of them
      const invitees = inviteesOf(participants)
      letters.push({ found, occasion, invitees })
    }
  }
  return letters
}

/** Invites everybody to several planned meetings; one mail each for those of a series. */
export async function inviteToAll(
  tx: Db,
  ctx: Context,
  planned: readonly MeetingInStaff[],
): Promise<void> {
  const letters: Letters[] = []
  for (let i = 0; i < planned.length; i += meetingsAtOnce) {
    const piece = planned.slice(i, i + meetingsAtOnce)
    const invitees = await firstInvitees(tx, piece)
    for (const found of piece)
      letters.push({
        found,
        occasion: { kind: 'invitation' },
        invitees: invitees.get(found.meeting.id) ?? [],
      })
  }
  await queueAll(tx, ctx, letters)
}
