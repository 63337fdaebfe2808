import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useLocation, type LinkProps } from '@tanstack/react-router'
import { Suspense } from 'react'
import { maySeeOutbox } from '../../../src/mail/rules.ts'
import { maySeeJournal } from '../../../src/journal/rules.ts'
import { maySeeMeetings } from '../../../src/meetings/rules/states.ts'
import { maySeeMinutes } from '../../../src/minutes/rules/permissions.ts'
import { mayExport } from '../../../src/records/rules.ts'
import { mayEditRoster, mayEditStaff } from '../../../src/roster/rules/roster.ts'
import { useLang, useT } from '../i18n/i18n.ts'
import { changeMe, SessionProvider, signOut, useSession } from '../session.tsx'
import { Segments, Select } from '../ui/Field.tsx'
import { LoadingState } from '../ui/states.tsx'
import { showTheme, type Theme } from '../ui/theme.ts'
import { sessionQuery } from '../visitor.ts'
import { HotlineText } from './HotlineText.tsx'
import { VideoBanner } from './VideoBanner.tsx'
import { Shell } from './Shell.tsx'
import './frame.css'

type NavItem = { to: LinkProps['to']; label: string }

/** Frame of every signed-in page. */
export function AppFrame() {
  return (
    <SessionProvider>
      <Framed />
    </SessionProvider>
  )
}

function Framed() {
  const common = useT('common')
  const { me, staff } = useSession()
  return (
    <Shell
      pathname={useLocation().pathname}
      mark={
        <Link to="/" className="mark">
          {common('product')}
        </Link>
      }
      links={useNav().map(item => (
        <Link
          key={item.to}
          to={item.to}
          activeOptions={{ exact: item.to === '/' }}
          activeProps={{ className: 'on', 'aria-current': 'page' }}
        >
          {item.label}
        </Link>
      ))}
      banner={<VideoBanner />}
      right={
        <>
          {staff?.hotline ? <HotlineText number={staff.hotline} /> : null}
          <StaffSwitch />
        </>
      }
      menuLabel={me.name}
      menu={<PersonMenu />}
    >
      <Suspense fallback={<LoadingState />}>
        <Outlet />
      </Suspense>
    </Shell>
  )
}

/**
 * The pages linked in the navigation for this person, by the rules of the server. A page itself
 * says why something on it is off.
 */
function useNav(): NavItem[] {
  const common = useT('common')
  const { me, staff } = useSession()
  const overview = { to: '/', label: common('nav.overview') }
  if (!staff) return [overview]
  const { actor } = me
  const { staffId } = staff
  return [
    { ...overview, isShown: true },
    { to: '/meetings', label: common('nav.meetings'), isShown: maySeeMeetings(actor, staff) },
    {
      to: '/staff',
      label: common('nav.staff'),
      isShown: mayEditRoster(actor, staff) || mayEditStaff(actor, staff),
    },
    { to: '/orders', label: common('nav.orders'), isShown: maySeeJournal(actor, staff) },
    {
      to: '/minutes',
      label: common('nav.minutes'),
      isShown: maySeeMinutes(actor, { staffId, state: 'released' }),
    },
    { to: '/records', label: common('nav.records'), isShown: mayExport(actor, staff) },
    { to: '/outbox', label: common('nav.outbox'), isShown: maySeeOutbox(actor, staff) },
  ].filter(item => item.isShown)
}

function StaffSwitch() {
  const common = useT('common')
  const { me, staff, chooseStaff } = useSession()
  if (me.staffs.length < 2) return <span>{staff?.name}</span>
  return (
    <select
      className="bare-select"
      aria-label={common('nav.staffSwitch')}
      value={staff?.staffId}
      onChange={event => {
        const next = me.staffs.find(each => each.staffId === event.target.value)
        if (next) chooseStaff(next.staffId)
      }}
    >
      {me.staffs.map(each => (
        <option key={each.staffId} value={each.staffId}>
          {each.name}
        </option>
      ))}
    </select>
  )
}

function PersonMenu() {
  const common = useT('common')
  const { me, staff, chooseStaff } = useSession()
  const { lang, setLang } = useLang()
  const queries = useQueryClient()
  const theme = useMutation({
    mutationFn: (next: Theme) => changeMe({ theme: next }),
    onMutate: showTheme,
    onSettled: () => queries.invalidateQueries(sessionQuery),
  })
  // a full load also clears what was in memory
  const leave = useMutation({
    mutationFn: signOut,
    onSuccess: () => window.location.assign('/sign-in'),
  })
  return (
    <>
      <div className="part narrow-only">
        <b>{me.name}</b>
        {staff?.hotline ? (
          <p>
            <HotlineText number={staff.hotline} />
          </p>
        ) : null}
        {me.staffs.length > 1 && staff ? (
          <Select
            label={common('word.staff')}
            value={staff.staffId}
            onChange={chooseStaff}
            options={me.staffs.map(each => ({ value: each.staffId, label: each.name }))}
          />
        ) : null}
      </div>
      <Link to="/account">{common('nav.account')}</Link>
      <div className="part">
        <Segments
          label={common('nav.language')}
          value={lang}
          onChange={setLang}
          options={[
            { value: 'de', label: common('lang.de') },
            { value: 'en', label: common('lang.en') },
          ]}
        />
      </div>
      <div className="part">
        <Segments
          label={common('nav.theme')}
          value={theme.variables ?? me.theme}
          onChange={theme.mutate}
          options={(['system', 'light', 'dark'] as const).map(value => ({
            value,
            label: common(`theme.${value}`),
          }))}
        />
      </div>
      <div className="part">
        <button type="button" className="item" onClick={() => leave.mutate()}>
          {common('nav.signOut')}
        </button>
      </div>
    </>
  )
}
