import type { FetchQueryOptions, QueryClient, QueryKey } from '@tanstack/react-query'
import { ApiError } from '../api.ts'

/** More often than this in a row nobody is overtaken by people. */
const mostTries = 5

/**
 * Writes what `write` makes of the state that is known. When somebody was quicker, the newest one is asked for and it is made again
 * from that. `write` throws where a person must decide.
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
      // a question that was asked before the refusal may bring an older state, so it is asked anew
      const { queryKey } = query
      await queries.refetchQueries({ queryKey, exact: true }, { throwOnError: true })
    }
  }
}

/** The answer to a change made from a revision that is no longer the present one. */
function isOvertaken(error: unknown): boolean {
  return (
    error instanceof ApiError &&
    error.code === 'conflict' &&
    typeof error.details['revision'] === 'number'
  )
}
