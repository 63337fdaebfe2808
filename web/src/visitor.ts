import { queryOptions } from '@tanstack/react-query'
import type { SessionView } from '../../src/access/contract/session.ts'
import { api, send } from './api.ts'
import type { Lang } from './i18n/texts.ts'

/** Asked by every page first, signed in or not. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => send(api.api.session.$get()),
  staleTime: 60_000,
})

/** Nothing is set up, whether this browser may do so or must show the code of the start first; the sample has people to sign in as. */
export function beginsWithFirstStart({ state, startCode, isSample }: SessionView): boolean {
  return state === 'firstStart' || (startCode !== undefined && !isSample)
}

/** Before signing in the choice is a cookie of the server's. */
export async function saveVisitorLanguage(language: Lang): Promise<void> {
  await send(api.api.language.$post({ json: { language } }))
}
