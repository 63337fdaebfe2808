import { queryOptions, useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react'
import type { Role } from '../../src/lib/actor.ts'
import type { MemberId, PersonId, StaffId } from '../../src/lib/ids.ts'
import { request } from './api.ts'
import { keepLangWith, setLang, type Lang } from './i18n/i18n.ts'
import { useLive } from './live.ts'
import { HotlineProvider } from './ui/hotline.tsx'
import { showTheme, type Theme } from './ui/theme.ts'
import { ZoneProvider } from './ui/time.tsx'

export type MyStaff = { staffId: StaffId; memberId: MemberId; name: string; roles: Role[]; zone: string; hotline: string }
/** Who is signed in, and what they are in which staff. */
export type Me = { personId: PersonId; name: string; language: Lang; theme: Theme; isSample: boolean; staffs: MyStaff[] }

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async (): Promise<Me> => (await request('/api/me')).json(),
  staleTime: 60_000,
})

type Session = { me: Me; staff: MyStaff | null; chooseStaff: (id: StaffId) => void }
const SessionContext = createContext<Session | null>(null)

/** Only below it a page knows who asks; without a session the request itself leads to the sign-in page. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const { data: me } = useSuspenseQuery(meQuery)
  const queries = useQueryClient()
  const [chosenId, chooseStaff] = useState<StaffId | null>(null)
  const staff = me.staffs.find(each => each.staffId === chosenId) ?? me.staffs[0] ?? null
  const keep = useMutation({ mutationFn: (language: Lang) => savePreferences({ language }), onSettled: () => queries.invalidateQueries(meQuery) })
  const keepLang = keep.mutate
  useLive([`person:${me.personId}`], [['me']])
  useEffect(() => {
    void setLang(me.language)
  }, [me.language])
  useEffect(() => showTheme(me.theme), [me.theme])
  useEffect(() => {
    keepLangWith(keepLang)
    return () => keepLangWith(undefined)
  }, [keepLang])
  return (
    <SessionContext value={{ me, staff, chooseStaff }}>
      <ZoneProvider zone={staff?.zone ?? 'Europe/Berlin'}>
        <HotlineProvider value={staff?.hotline ?? ''}>{children}</HotlineProvider>
      </ZoneProvider>
    </SessionContext>
  )
}

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useSession outside a signed-in page')
  return session
}

/** The person and their present staff; throws where somebody belongs to none (such a page is not linked). */
export function useStaff(): MyStaff {
  const { staff } = useSession()
  if (!staff) throw new Error('useStaff without a staff')
  return staff
}

export async function savePreferences(change: { language?: Lang; theme?: Theme }): Promise<void> {
  await request('/api/me', { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify(change) })
}

/** Before signing in the choice is a cookie of the server's. */
export async function saveVisitorLanguage(language: Lang): Promise<void> {
  await request('/api/language', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ language }) })
}

export async function signOut(): Promise<void> {
  await request('/api/sign-out', { method: 'POST' })
}
