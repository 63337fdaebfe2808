import { useT } from '../i18n/i18n.ts'
import { useSession } from '../session.tsx'
import { PageTitle, Panel } from '../ui/Panel.tsx'
import { ZoneNotice } from '../ui/time.tsx'
import './accounts.css'
import { FactorPanel } from './FactorPanel.tsx'
import { FeedPanel } from './FeedPanel.tsx'
import { LookPanel } from './LookPanel.tsx'
import { MyAttendancePanel } from './MyAttendancePanel.tsx'
import { PasswordPanel } from './PasswordPanel.tsx'
import { ReachPanel } from './ReachPanel.tsx'
import { SessionsPanel } from './SessionsPanel.tsx'
import { SharingState } from './sharing.tsx'

/** What a person can see and change about themselves. */
export function AccountPage() {
  const t = useT('accounts')
  const common = useT('common')
  const { me, staff } = useSession()
  return (
    <div className="page">
      <PageTitle overline={me.name} title={t('account.title')} />
      <ZoneNotice />
      <div className="account-grid">
        <div className="stack">
          <ReachPanel />
          <Panel title={t('account.memberships')}>
            {me.staffs.map(each => (
              <div key={each.staffId} className="line">
                <div className="grow">
                  <b>{each.name}</b>
                  <div className="secondary soft">
                    {[each.organisation, each.roles.map(role => common(`role.${role}`)).join(', ')]
                      .filter(Boolean)
                      .join(' · ')}
                  </div>
                  <SharingState staff={each} />
                </div>
              </div>
            ))}
          </Panel>
          <SessionsPanel />
        </div>
        <div className="stack">
          <LookPanel />
          <FeedPanel />
          <PasswordPanel />
          <FactorPanel />
        </div>
      </div>
      {staff ? (
        <div className="account-attendance">
          <MyAttendancePanel staffId={staff.staffId} />
        </div>
      ) : null}
    </div>
  )
}
