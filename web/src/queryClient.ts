import { MutationCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from './api.ts'

/** The answers of the server, kept while the page is open. */
export const queries: QueryClient = new QueryClient({
  mutationCache: new MutationCache({
    // what the person is to look at
    onError: error =>
      error instanceof ApiError && error.code === 'arrived'
        ? queries.invalidateQueries()
        : undefined,
  }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // the network may have no internet; requests are sent even when the browser believes it is
      // offline
      networkMode: 'always',
      retry: (failures, error) =>
        error instanceof ApiError &&
        (error.code === 'offline' || error.status >= 502) &&
        failures < 3,
    },
    mutations: { networkMode: 'always' },
  },
})
