import type { Deps } from '../lib/context.ts'
import { DomainError } from '../lib/errors.ts'
import type { AttendeeId, MemberId } from '../lib/ids.ts'
import type { Lang } from '../lib/time.ts'
import { readLink, signLink } from '../lib/links.ts'
import { overReason } from './rules/states.ts'
import { type MeetingInStaff, findMeeting } from './store/meetings.ts'
import { takesPart } from '../roster/rules/roster.ts'
import type { DeadReason } from './contract/reply.ts'
import { type OwnerOfLink, ownerOfLink } from './store/attendees.ts'
import { nextOfEntry } from './store/entries.ts'
import { datesToAnswer } from './store/series.ts'

/**
 * The meeting and person a personal link belongs to. Throws meetingClosed or meetingCancelled after
 * the end, and linkExpired when the link was replaced, or its owner is not invited any more; with
 * the reason, the owner's language and the number of dates that it still opens, and nothing else.
 */
export async function openLink(
  deps: Deps,
  token: string,
): Promise<{ found: MeetingInStaff; attendeeId: AttendeeId }> {
  const own = await ownLink(deps, token)
  const { found, owner, reason } = own
  const refusal = overReason(found.meeting.state)
  if (!refusal && !reason) return { found, attendeeId: owner.attendee.id }
  const { language } = owner
  const isForSeries = await opensSeries(deps, own)
  const seriesDates = isForSeries
    ? await datesToAnswer(deps.database.db, found.meeting, owner.attendee)
    : 0
  if (refusal)
    throw new DomainError(refusal, 'The meeting is over, and its links with it', {
      details: { language, seriesDates },
    })
  throw linkExpired({ reason: reason!, language, seriesDates }) // without refusal there is a reason
}

/**
 * The same for all dates of the link's series: it opens them also when its own date is over, or its
 * owner was taken out of that date but not of others. Throws like `openLink`, and for a link of no
 * series.
 */
export async function openSeriesLink(
  deps: Deps,
  token: string,
): Promise<{ found: MeetingInStaff; memberId: MemberId }> {
  const own = await ownLink(deps, token)
  const { owner, found, reason } = own
  const { memberId } = owner.attendee
  if (memberId && (await opensSeries(deps, own))) return { found, memberId }
  throw reason ? linkExpired({ reason, language: owner.language }) : linkExpired()
}

/** Whose link it is, as long as it opens anything: its meeting, or other dates of the series. */
export async function openOwnLink(
  deps: Deps,
  token: string,
): Promise<{ found: MeetingInStaff; attendeeId: AttendeeId }> {
  const own = await ownLink(deps, token)
  if (!(await opensSeries(deps, own))) return openLink(deps, token)
  return { found: own.found, attendeeId: own.owner.attendee.id }
}

type OwnLink = Awaited<ReturnType<typeof ownLink>>

async function opensSeries(
  { database }: Deps,
  { owner: { attendee, leftAt, roles }, found: { meeting }, isCurrent }: OwnLink,
): Promise<boolean> {
  if (!meeting.seriesId || !isCurrent || leftAt || !takesPart(roles)) return false
  return !attendee.endedAt || (await datesToAnswer(database.db, meeting, attendee)) > 0
}

async function ownLink(deps: Deps, token: string) {
  const { db } = deps.database
  const link = readLink(deps.secret, token)
  const named = link ? await ownerOfLink(db, link.attendeeId) : undefined
  const owner = link?.opens === 'all' && named ? await nextOf(deps, named) : named
  const found = owner ? await findMeeting(db, owner.attendee.meetingId) : undefined
  if (!link || !owner || !found) throw linkExpired()
  // the generation is that of the row the link names
  const isCurrent = named?.linkGeneration === link.generation
  return { owner, found, isCurrent, reason: deadReason({ ...owner, isCurrent }) }
}

/** The owner's row in the next date of the series; the same row when there is none. */
async function nextOf(deps: Deps, owner: OwnerOfLink): Promise<OwnerOfLink> {
  const { db } = deps.database
  const { meetingId, memberId } = owner.attendee
  const found = await findMeeting(db, meetingId)
  const entry = found?.meeting.calendarEntry
  if (!entry || !memberId) return owner
  const next = await nextOfEntry(db, entry, { now: deps.clock.now(), memberId })
  return (next?.attendeeId && (await ownerOfLink(db, next.attendeeId))) || owner
}

/** `reason` is absent for a link that we did not sign. */
export function linkExpired(
  details: { reason?: DeadReason; language?: Lang; seriesDates?: number } = {},
): DomainError {
  return new DomainError('linkExpired', 'This link is not valid or no longer valid', { details })
}

/**
 * Why a link we signed opens nothing: its owner left the staff, was invited only as a deputy who is
 * not needed any more, or is not invited any more; or a newer link took its place. Null: it opens.
 */
function deadReason({
  attendee,
  leftAt,
  roles,
  isCurrent,
}: OwnerOfLink & { isCurrent: boolean }): DeadReason | null {
  if (leftAt) return 'left'
  if (attendee.endedAt) return attendee.kind === 'deputy' ? 'released' : 'uninvited'
  if (!takesPart(roles)) return 'uninvited'
  return isCurrent ? null : 'replaced'
}

/**
 * The personal link to one person's answer page for one meeting. Its holder can answer for that
 * person.
 */
export function answerUrl(
  deps: Deps,
  { attendeeId, linkGeneration }: { attendeeId: AttendeeId; linkGeneration: number },
): string {
  return `${deps.publicUrl}/reply#${signLink(deps.secret, attendeeId, linkGeneration)}`
}

/**
 * The personal link that opens the next date of the series to which the owner of the row is
 * invited, so it lasts as long as the series.
 */
export function answerAllUrl(
  deps: Deps,
  { attendeeId, linkGeneration }: { attendeeId: AttendeeId; linkGeneration: number },
): string {
  return `${deps.publicUrl}/reply#${signLink(deps.secret, attendeeId, linkGeneration, 'all')}`
}

export const lobbyUrl = ({ publicUrl }: Deps, { id }: { id: string }) =>
  `${publicUrl}/meetings/${id}/lobby`

/** Leads to the lobby of the meeting that runs or comes next. */
export const entryLobbyUrl = ({ publicUrl }: Deps, calendarEntry: string) =>
  `${publicUrl}/series/${calendarEntry}/lobby`

export const entryUid = (calendarEntry: string) => `${calendarEntry}@lagerunde`

export function calendarUid({ meeting }: { meeting: { id: string } }): string {
  return `${meeting.id}@lagerunde`
}
