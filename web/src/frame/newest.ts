import type { FetchQueryOptions, QueryClient, QueryKey } from '@tanstack/react-query'
import { ApiError } from '../api.ts'

/** After so many refusals in a row the cause is no other person, so it gives up. */
const mostTries = 5

/**
 * Writes what `write` makes of the known state. When somebody else was quicker, it loads the newest
 * state and writes again. `write` throws when a person must decide.
 */
export async function onNewest<S, K extends QueryKey>(
  queries: QueryClient,
  query: FetchQueryOptions<S, Error, S, K>,
  write: (now: S) => Promise<S>,
): Promise<S> {
  for (let tries = 1; ; tries++) {
    const now = await queries.ensureQueryData(query)
    try {
      return await write(now)
    } catch (error) {
      if (tries === mostTries || !isOvertaken(error)) throw error
      // a request sent before the refusal may bring an older state, so a new one is sent
      const { queryKey } = query
      await queries.refetchQueries({ queryKey, exact: true }, { throwOnError: true })
    }
  }
}

/** Whether the server refused a change because its revision is not the newest. */
function isOvertaken(error: unknown): boolean {
  return (
    error instanceof ApiError &&
    error.code === 'conflict' &&
    typeof error.details['revision'] === 'number'
  )
}
