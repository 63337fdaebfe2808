import { queryOptions } from '@tanstack/react-query'
import { api, send } from '../api.ts'

export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: () => send(api.api.overview.$get()),
})
