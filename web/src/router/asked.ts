import type { MeetingId } from '../../../src/lib/ids.ts'
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
  await queries.ensureQueryData(staffMeetingsQuery(staffId, spanForNext(Date.now())))
}

/** Minutes exist only after the close. */
export async function askedForMinutes(id: MeetingId): Promise<void> {
  const { state } = await queries.ensureQueryData(meetingQuery(id))
  if (state === 'closed') await queries.ensureQueryData(minutesQuery(id))
}
