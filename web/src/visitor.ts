import { queryOptions } from '@tanstack/react-query'
import type { SessionView } from '../../src/access/contract/session.ts'
import { api, send } from './api.ts'
import type { Lang } from './i18n/texts.ts'
import { ownedBy, owner } from './ui/owner.ts'

/**
 * The first request of every page, signed in or not. When another person has signed in, also in
 * another tab, what was loaded for the one before is forgotten.
 */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ client }) => {
    const session = await send(api.api.session.$get())
    const now = session.me?.personId
    if (now && owner() && owner() !== now)
      client.removeQueries({ predicate: ({ queryKey }) => queryKey.join() !== 'session' })
    if (now) ownedBy(now)
    return session
  },
  staleTime: 60_000,
})

/**
 * Whether a visitor is led to the first start: nothing is set up, and this browser may do it or
 * must show the start code. Not in a sample, which has people to sign in as.
 */
export function beginsWithFirstStart({ state, startCode, isSample }: SessionView): boolean {
  return state === 'firstStart' || (startCode !== undefined && !isSample)
}

/** Before signing in, the server keeps the choice in a cookie. */
export async function saveVisitorLanguage(language: Lang): Promise<void> {
  await send(api.api.language.$post({ json: { language } }))
}
