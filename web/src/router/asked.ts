import { maySeeJournal } from '../../../src/journal/rules.ts'
import type { MeetingId } from '../../../src/lib/ids.ts'
import { maySeeMinutes } from '../../../src/minutes/rules/permissions.ts'
import { entriesQuery } from '../journal/queries.ts'
import {
  incidentsQuery,
  meetingQuery,
  minutesQuery,
  spanForNext,
  staffMeetingsQuery,
} from '../meetings/queries.ts'
import { queries } from '../queryClient.ts'
import { staffQuery } from '../roster/queries.ts'
import { presentPerson } from '../session.tsx'
import { serverNow } from '../ui/clock.ts'

type Person = NonNullable<Awaited<ReturnType<typeof presentPerson>>>

/**
 * Starts all first requests of a page at once, for a signed-in person; without a session it starts
 * none, and the page leads to the sign-in. Errors are ignored here, because the page shows them and
 * lets people try again.
 */
export async function asked(start: (person: Person) => Promise<unknown>[]): Promise<void> {
  const person = await presentPerson(queries).catch(() => null)
  if (person) await Promise.allSettled(start(person))
}

export function askedForPlan({ staffId }: NonNullable<Person['staff']>): Promise<unknown>[] {
  return [
    queries.ensureQueryData(staffQuery(staffId)),
    queries.ensureQueryData(incidentsQuery(staffId)),
  ]
}

export async function askedForCopy(like: MeetingId): Promise<void> {
  const { staffId } = await queries.ensureQueryData(meetingQuery(like))
  await queries.ensureQueryData(staffMeetingsQuery(staffId, spanForNext(serverNow())))
}

/**
 * Only for people who see entries in all their staffs, because whose meeting it is, is not known
 * yet; for others the page asks.
 */
export function askedForEntries({ actor }: Person, id: MeetingId): Promise<unknown>[] {
  return actor.memberships.every(staff => maySeeJournal(actor, staff))
    ? [queries.ensureQueryData(entriesQuery(id))]
    : []
}

/**
 * Minutes exist only after the close. For people who may not see drafts, the page asks first
 * whether they are released.
 */
export async function askedForMinutes({ actor }: Person, id: MeetingId): Promise<void> {
  const { state, staffId } = await queries.ensureQueryData(meetingQuery(id))
  if (state === 'closed' && maySeeMinutes(actor, { staffId, state: 'draft' }))
    await queries.ensureQueryData(minutesQuery(id))
}
