import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './api.ts'

/** The answers of the server, kept while the page is open. */
export const queries = new QueryClient({
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
