import type { Deps } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import type { Id, MeetingId } from '../../lib/ids.ts'
import { inPieces } from '../../lib/pieces.ts'
import type { Lang } from '../../lib/time.ts'
import type { Composed, Read } from '../../mail/actions.ts'
import type { Occasion } from '../../mail/contract.ts'
import { changedIn } from '../../mail/changes.ts'
import { type News, letterText } from '../../mail/letterText.ts'
import { readerKey } from '../../mail/letters.ts'
import { isToldTogether } from '../../mail/rules.ts'
import { contentFor, nowOf, titlesIn } from '../composing.ts'
import { deputyNote } from '../deputyNote.ts'
import { type InEntry, entryPart, isAhead } from '../entryPart.ts'
import { answerAllUrl, entryLobbyUrl } from '../link.ts'
import { dialInOf } from '../naming.ts'
import { isGoodbye, isPointless, isUrgent } from '../rules/mails.ts'
import { ownTitle } from '../rules/title.ts'
import { isOfDeputies, isOutdated, needsSides, type SidesOf, sidesIn } from '../sides.ts'
import { agendasOf } from '../store/agenda.ts'
import { type Entries, type Seat, readEntries } from '../store/entries.ts'
import { type Invitee, inviteesByIds } from '../store/invitee.ts'
import { type MeetingInStaff, findMeeting } from '../store/meetings.ts'
import { type Participation, participationOf, participationOfOne } from '../store/participation.ts'
import { givenUpOf } from './awaited.ts'
import type { MailContent, MailRow } from '../../mail/store/mails.ts'

/** A row of a mail about a meeting. */
export type Part = Pick<
  MailRow,
  'id' | 'meetingId' | 'attendeeId' | 'personId' | 'calendarEntry' | 'occasion'
>

/**
 * The content of a mail about one or more meetings at this moment, and the rows whose news it
 * tells; null when it must not be sent any more. Mails that are sent at the same time share in
 * `read` what was read.
 */
export async function composeMeetingMail(
  deps: Deps,
  db: Db,
  rows: readonly Part[],
  read: Read,
): Promise<Composed | null> {
  const [row, another] = rows
  if (!row) return null
  if (another) return (await composeLetters(deps, db, [rows], read))[0]!
  const content = await composeOne(deps, db, row, read)
  return content && { content, told: [row.id] }
}

async function composeOne(
  deps: Deps,
  db: Db,
  { meetingId, attendeeId, personId, occasion }: Part,
  read: Read,
): Promise<MailContent | null> {
  const found = meetingId ? await findMeeting(db, meetingId) : undefined
  const [invitee] = found && attendeeId ? await inviteesByIds(db, [found], [attendeeId]) : []
  const at = deps.clock.now()
  if (!found || !invitee || !occasion) return null
  const isGivenUp = (await givenUpOf(db, [found], at)).has(found.meeting.id)
  const { isInvited } = invitee
  if (isPointless(occasion, found.meeting, { isInvited, isGivenUp, now: at })) return null
  const sides = needsSides(occasion)
    ? sidesIn(await peopleFor(db, found, { occasion, read }))
    : null
  if (sides && isOutdated(occasion, sides(invitee.attendeeId))) return null
  const agendas = await agendasOf(db, [found.meeting.id])
  const ground = { found, agenda: titlesIn(agendas.get(found.meeting.id)), at, sides }
  const { calendarEntry } = found.meeting
  const entry =
    calendarEntry === null
      ? null
      : inEntry(await readEntries(db, [{ calendarEntry, personId }]), { calendarEntry, personId })
  return inPieces(contentFor(deps, ground, { invitee, occasion, calendars: new Map(), entry }))
}

/**
 * The people of a meeting, read once for all invitations that are sent at the same time. Mails about
 * deputies ask anew, because they are not sent when their news is not true any more.
 */
async function peopleFor(
  db: Db,
  found: MeetingInStaff,
  { occasion, read }: { occasion: Occasion; read: Read },
): Promise<Participation> {
  const ask = async () => (await participationOf(db, [found])).get(found.meeting.id)!
  if (isOfDeputies(occasion)) return ask()
  const key = `participation ${found.meeting.id}`
  const known = read.get(key) ?? ask()
  read.set(key, known)
  return known as Promise<Participation> // what this function put there
}

export const inEntry = (
  { sequenceOf, seatsOf }: Entries,
  reader: Parameters<typeof readerKey>[0],
): InEntry => ({
  calendarEntry: reader.calendarEntry,
  sequence: sequenceOf.get(reader.calendarEntry) ?? 0,
  seats: seatsOf.get(readerKey(reader)) ?? [],
})

/** What one row of a letter tells. */
type Telling = { row: Part; occasion: Occasion; seat: Seat; note: string }

/**
 * The contents of letters, each about several dates of one series for one person, in the given
 * order; null when nothing of a letter must be sent any more.
 */
export async function composeLetters(
  deps: Deps,
  db: Db,
  letters: readonly (readonly Part[])[],
  read: Read,
): Promise<(Composed | null)[]> {
  const at = deps.clock.now()
  const readers = letters.flatMap(
    rows => rows.slice(0, 1).map(row => ({ ...row, calendarEntry: row.calendarEntry! })), // a letter's have one
  )
  const entries = await readEntries(db, readers)
  const tellings = letters.map((rows, i) => {
    const { seats } = inEntry(entries, readers[i]!)
    const seatOf = new Map(seats.map(seat => [seat.attendeeId, seat]))
    return rows.flatMap((row): Telling[] => {
      const seat = row.attendeeId && seatOf.get(row.attendeeId)
      return seat && row.occasion ? [{ row, occasion: row.occasion, seat, note: '' }] : []
    })
  })
  const all = new Map(
    tellings.flatMap(told => told.map(({ seat: { found } }) => [found.meeting.id, found] as const)),
  )
  const givenUp = await givenUpOf(db, [...all.values()], at)
  const wanted = tellings.map(told =>
    told
      .filter(
        ({ occasion, seat: { found, isInvited } }) =>
          !isPointless(occasion, found.meeting, {
            isInvited,
            isGivenUp: givenUp.has(found.meeting.id),
            now: at,
          }),
      )
      .toSorted((a, b) => startOf(a) - startOf(b)),
  )
  const heads = wanted.flatMap(told => (told.length > 1 ? [told[0]!.seat] : []))
  const invitees = await inviteesByIds(
    db,
    [...all.values()],
    heads.map(seat => seat.attendeeId),
  )
  const inviteeOf = new Map(invitees.map(each => [each.attendeeId, each]))
  const agendas = await agendasOf(db, [...all.keys()])
  const sidesAt = new Map<MeetingId, SidesOf>()
  const composed: (Composed | null)[] = []
  for (const [i, all] of wanted.entries()) {
    const invitee = all[0] && inviteeOf.get(all[0].seat.attendeeId)
    const told = invitee ? await withNotes(db, all, { lang: invitee.language, sidesAt }) : all
    const [first, another] = told
    if (!first) composed.push(null)
    else if (!another || !invitee) {
      const content = await composeOne(deps, db, first.row, read)
      composed.push(content && { content, told: [first.row.id] })
    } else {
      const people = await peopleFor(db, first.seat.found, { occasion: first.occasion, read })
      const functions = sidesIn(people)(first.seat.attendeeId).functions
      const entry = inEntry(entries, readers[i]!)
      const content = await inPieces(
        letterFor(deps, { told, entry, invitee, functions, agendas, at }),
      )
      composed.push({ content, told: told.map(({ row }) => row.id as Id<'mail'>) })
    }
  }
  return composed
}

/** With what is true of deputies now; news of them that is not true any more is left out. */
async function withNotes(
  db: Db,
  told: readonly Telling[],
  { lang, sidesAt }: { lang: Lang; sidesAt: Map<MeetingId, SidesOf> },
): Promise<Telling[]> {
  const noted: Telling[] = []
  for (const each of told) {
    const { occasion, seat } = each
    const { id } = seat.found.meeting
    if (isOfDeputies(occasion) && !sidesAt.has(id))
      sidesAt.set(id, sidesIn(await participationOfOne(db, seat.found)))
    const sides = isOfDeputies(occasion) ? sidesAt.get(id)!(seat.attendeeId) : null // set above
    if (!sides || !isOutdated(occasion, sides))
      noted.push({ ...each, note: deputyNote(occasion, sides, lang) })
  }
  return noted
}

const startOf = ({ seat }: Telling) => seat.found.meeting.startsAt.getTime()

function* letterFor(
  deps: Deps,
  {
    told,
    entry,
    invitee,
    functions,
    agendas,
    at,
  }: {
    told: readonly Telling[]
    entry: InEntry
    invitee: Invitee
    functions: string[]
    agendas: ReadonlyMap<MeetingId, { title: string }[]>
    at: Date
  },
): Generator<void, MailContent> {
  const { found } = told[0]!.seat // a letter tells something
  const { staff, incident, meeting } = found
  const link = entry.seats.find(seat => isAhead(seat, at))
  const dialIn = dialInOf(staff)
  const lists = told.map(({ seat }) => titlesIn(agendas.get(seat.found.meeting.id)))
  const isSame = lists.every(list => list.join('\n') === lists[0]!.join('\n'))
  const text = letterText({
    lang: invitee.language,
    zone: staff.zone,
    at,
    recipientName: invitee.name,
    staffName: staff.name,
    kind: meeting.kind,
    incident: incident.title,
    hotline: staff.hotline,
    functions,
    news: told.flatMap(newsOf),
    hasVirtualRoom: told.some(({ seat }) => seat.found.meeting.hasVirtualRoom),
    answerUrl: link ? answerAllUrl(deps, link) : null,
    joinUrl: entryLobbyUrl(deps, entry.calendarEntry),
    agenda: isSame ? lists[0]! : [],
    ...(dialIn ? { dialIn } : {}),
  })
  yield
  return {
    toName: invitee.name,
    toAddress: invitee.email,
    ...text,
    isUrgent: told.some(({ occasion, seat }) => isUrgent(seat.found.meeting, occasion, at)),
    ...(yield* entryPart(deps, entry, { to: invitee, about: told.map(t => t.seat.found), at })),
  }
}

function newsOf({ occasion, seat, note }: Telling): News[] {
  if (!isToldTogether(occasion)) return []
  const { meeting } = seat.found
  const before =
    occasion.kind === 'moved'
      ? {
          startsAt: new Date(occasion.before.startsAt),
          endsAt: new Date(occasion.before.endsAt),
        }
      : null
  const isBack =
    before?.startsAt.getTime() === meeting.startsAt.getTime() &&
    before.endsAt.getTime() === meeting.endsAt.getTime()
  return [
    {
      kind: isBack ? 'changed' : occasion.kind,
      title: ownTitle(meeting),
      startsAt: meeting.startsAt,
      endsAt: meeting.endsAt,
      before: isBack ? null : before,
      changed: 'was' in occasion ? changedIn(occasion.was, nowOf(meeting)) : [],
      cadence: ('cadence' in occasion && occasion.cadence) || null,
      place: isGoodbye(occasion) ? '' : meeting.place,
      reason: meeting.cancelReason,
      note,
      hasReplied: seat.hasReplied,
    },
  ]
}
