import type { MeetingId } from '../../../src/lib/ids.ts'
import {
  incidentsQuery,
  meetingQuery,
  spanForNext,
  staffMeetingsQuery,
} from '../meetings/queries.ts'
import { minutesQuery } from '../minutes/queries.ts'
import { queries } from '../queryClient.ts'
import { staffQuery } from '../roster/queries.ts'
import { presentPerson } from '../session.tsx'

type Person = NonNullable<Awaited<ReturnType<typeof presentPerson>>>

/**
 * What a page asks first, all of it at once, for whoever is signed in; the others are led to where that begins. What fails or is
 * refused is the page's to say, with its own way to try again.
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

/** There are none before the close. */
export async function askedForMinutes(id: MeetingId): Promise<void> {
  const { state } = await queries.ensureQueryData(meetingQuery(id))
  if (state === 'closed') await queries.ensureQueryData(minutesQuery(id))
}
