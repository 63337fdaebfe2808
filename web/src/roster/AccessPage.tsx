import './roster.css'
import { useQuery } from '@tanstack/react-query'
import { ButtonLink } from '../frame/links.tsx'
import { Loaded } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { useLive } from '../live.ts'
import { useStaff } from '../session.tsx'
import { PageTitle, Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { AccessPanel } from './AccessPanel.tsx'
import { useMay } from './may.ts'
import { rosterQuery } from './queries.ts'

/** Who can sign in, and access by mail or letter for everybody else. */
export function AccessPage() {
  const t = useT('roster')
  const may = useMay()
  const { staffId, name } = useStaff()
  const roster = useQuery(rosterQuery(staffId))
  useLive([`staff:${staffId}`])
  return (
    <div className="page roomy stack roster">
      <PageTitle
        overline={name}
        title={t('accesses.title')}
        actions={<ButtonLink to="/staff">{t('importing.toStaff')}</ButtonLink>}
      />
      {may.seeReadiness ? (
        <Loaded query={roster} what={t('accesses.title')}>
          {({ members }) => <AccessPanel members={members} />}
        </Loaded>
      ) : (
        <Panel>
          <EmptyState title={t('accesses.notYours')} />
        </Panel>
      )}
    </div>
  )
}
