import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './api.ts'

/** What the server answered, kept while the page is open. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // a crisis staff's network may have no internet; what counts is whether the server answers
      networkMode: 'always',
      retry: (failures, error) =>
        error instanceof ApiError &&
        (error.code === 'offline' || error.status >= 502) &&
        failures < 3,
    },
    mutations: { networkMode: 'always' },
  },
})
