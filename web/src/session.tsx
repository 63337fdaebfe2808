import {
  useMutation,
  useQueryClient,
  useSuspenseQuery,
  type QueryClient,
} from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react'
import type { Me as MeView, MyMembership, SessionView } from '../../src/access/contract/session.ts'
import type { MyChange } from '../../src/access/contract/account.ts'
import type { Actor } from '../../src/lib/actor.ts'
import type { PersonId, StaffId } from '../../src/lib/ids.ts'
import { api, send } from './api.ts'
import { HotlineProvider } from './hotline.tsx'
import { keepLangWith, setLang, type Lang } from './i18n/texts.ts'
import { useLive } from './live.ts'
import { LetterKeysProvider } from './ui/letterKeys.ts'
import { showTheme } from './ui/theme.ts'
import { ZoneProvider } from './ui/time.tsx'
import { beginsWithFirstStart, sessionQuery } from './visitor.ts'

export type MyStaff = Omit<MyMembership, 'staffName'> & { name: string }
/** The signed-in person and their staffs. `actor` is the person in the form the rules take. */
export type Me = Omit<MeView, 'memberships'> & { isSample: boolean; staffs: MyStaff[] }

type Session = Pick<SessionView, 'video' | 'mail'> & {
  me: Me
  staff: MyStaff | null
  chooseStaff: (id: StaffId) => void
}
const SessionContext = createContext<Session | null>(null)

/**
 * Provides the session to the pages below it; a visitor without one is led to the first start or
 * the sign-in page.
 */
export function SessionProvider({ children }: { children: ReactNode }) {
  const { data: session } = useSuspenseQuery(sessionQuery)
  if (beginsWithFirstStart(session)) return <Navigate to="/first-start" replace />
  if (!session.me) return <ToSignIn />
  return (
    // nothing typed on a page goes over to the next person who signs in
    <SignedIn key={session.me.personId} session={session} view={session.me}>
      {children}
    </SignedIn>
  )
}

function ToSignIn() {
  const { pathname, search, hash } = window.location
  return (
    <Navigate
      to="/sign-in"
      search={pathname === '/' ? {} : { target: pathname + search + hash }}
      replace
    />
  )
}

// kept outside the component, so that the wall shows the staff chosen before; closing the tab
// forgets it
const lastChosen = new Map<PersonId, StaffId>()

function SignedIn({
  session,
  view,
  children,
}: {
  session: SessionView
  view: MeView
  children: ReactNode
}) {
  const queries = useQueryClient()
  const [chosenId, setChosenId] = useState(lastChosen.get(view.personId) ?? null)
  const { memberships, ...person } = view
  const staffs = memberships.map(({ staffName, ...membership }) => ({
    ...membership,
    name: staffName,
  }))
  const me: Me = { ...person, isSample: session.isSample, staffs }
  const staff = shownOf(staffs, chosenId)
  const keep = useMutation({
    mutationFn: (language: Lang) => changeMe({ language }),
    onSettled: () => queries.invalidateQueries(sessionQuery),
  })
  const keepLang = keep.mutate
  useLive([`person:${me.personId}`, 'video'], [['session']])
  useEffect(() => {
    void setLang(me.language)
  }, [me.language])
  useEffect(() => showTheme(me.theme), [me.theme])
  useEffect(() => {
    keepLangWith(keepLang)
    return () => keepLangWith(undefined)
  }, [keepLang])
  const chooseStaff = (id: StaffId) => {
    lastChosen.set(me.personId, id)
    setChosenId(id)
  }
  return (
    <SessionContext value={{ me, staff, chooseStaff, video: session.video, mail: session.mail }}>
      <ZoneProvider zone={staff?.zone ?? 'Europe/Berlin'}>
        <HotlineProvider value={staff?.hotline || session.hotline}>
          <LetterKeysProvider value={me.letterKeys}>{children}</LetterKeysProvider>
        </HotlineProvider>
      </ZoneProvider>
    </SessionContext>
  )
}

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useSession outside a signed-in page')
  return session
}

/**
 * The signed-in person and the shown staff, for requests a page sends before it renders; null
 * without a session.
 */
export async function presentPerson(
  queries: QueryClient,
): Promise<{ actor: Actor; staff: MyMembership | null } | null> {
  const { me } = await queries.ensureQueryData(sessionQuery)
  return me
    ? { actor: me.actor, staff: shownOf(me.memberships, lastChosen.get(me.personId)) }
    : null
}

function shownOf<S extends { staffId: StaffId }>(
  staffs: readonly S[],
  chosenId: StaffId | null | undefined,
): S | null {
  return staffs.find(each => each.staffId === chosenId) ?? staffs[0] ?? null
}

/** The signed-in person in the form the rules take. */
export function useActor(): Actor {
  return useSession().me.actor
}

/** The staff that is shown; throws for a person without one, who gets no link to such pages. */
export function useStaff(): MyStaff {
  const { staff } = useSession()
  if (!staff) throw new Error('useStaff without a staff')
  return staff
}

export async function changeMe(change: MyChange): Promise<void> {
  await send(api.api.me.$patch({ json: change }))
}

export async function signOut(): Promise<void> {
  await send(api.api['sign-out'].$post())
}
