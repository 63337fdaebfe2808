import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import type { Member, Roster, Staff, StaffFunction } from '../../../src/roster/contract.ts'
import { useT } from '../i18n/i18n.ts'
import { useLive } from '../live.ts'
import { useStaff } from '../session.tsx'
import { Button, ButtonLink } from '../ui/Button.tsx'
import { PageTitle } from '../ui/Panel.tsx'
import { Loaded } from '../ui/states.tsx'
import { FunctionsPanel } from './FunctionsPanel.tsx'
import { useMay } from './may.ts'
import { MembersPanel } from './MembersPanel.tsx'
import { rosterQuery, staffQuery } from './queries.ts'
import { ReadinessLine } from './ReadinessLine.tsx'
import './roster.css'

/** What is being edited. */
export type Editing =
  | { what: 'addMember' | 'addFunction' | 'order' | 'check' | 'settings' | 'newStaff' }
  | { what: 'member' | 'access'; member: Member }
  | { what: 'function' | 'holders'; fn: StaffFunction }

const loadDialogs = () => import('./EditDialog.tsx')
/** All that is edited is a second load: whoever looks does not wait for it. */
const EditDialog = lazy(async () => ({ default: (await loadDialogs()).EditDialog }))

/** Stab: who holds which function, who deputises, who can be reached. */
export function StaffPage() {
  const t = useT('roster')
  const { staffId } = useStaff()
  const roster = useQuery(rosterQuery(staffId))
  const staff = useQuery(staffQuery(staffId))
  useLive([`staff:${staffId}`])
  return (
    <div className="page roomy stack roster">
      <Loaded query={staff} what={t('title')}>
        {settings => (
          <Loaded query={roster} what={t('title')}>
            {loaded => <StaffRoster key={staffId} staff={settings} roster={loaded} />}
          </Loaded>
        )}
      </Loaded>
    </div>
  )
}

function StaffRoster({ staff, roster }: { staff: Staff; roster: Roster }) {
  const t = useT('roster')
  const may = useMay()
  const [editing, edit] = useState<Editing | null>(null)
  const isWorker = may.edit || may.changeSettings
  // there before it is needed, also when the connection goes meanwhile
  useEffect(() => void (isWorker && loadDialogs()), [isWorker])
  return (
    <>
      <PageTitle
        overline={t('madeFrom', { template: t(`template.${staff.template}`) })}
        title={staff.name}
        actions={isWorker ? <HeadActions onEdit={edit} /> : null}
      />
      <ReadinessLine counts={roster.counts} />
      {may.edit ? null : (
        <p className="soft">{t(may.changeSettings ? 'readOnlyIt' : 'readOnly')}</p>
      )}
      <FunctionsPanel roster={roster} onEdit={edit} />
      <MembersPanel roster={roster} onEdit={edit} />
      <Suspense fallback={null}>
        {editing ? (
          <EditDialog editing={editing} staff={staff} roster={roster} onEdit={edit} />
        ) : null}
      </Suspense>
    </>
  )
}

function HeadActions({ onEdit }: { onEdit: (editing: Editing) => void }) {
  const t = useT('roster')
  const may = useMay()
  const onlyDesk = may.edit ? null : t('onlyDesk')
  return (
    <>
      <Button
        variant="tertiary"
        disabledReason={may.foundStaff ? null : t('onlyLeadIt')}
        onClick={() => onEdit({ what: 'newStaff' })}
      >
        {t('another')}
      </Button>
      <Button
        variant="tertiary"
        disabledReason={may.changeSettings ? null : t('onlyLeadIt')}
        onClick={() => onEdit({ what: 'settings' })}
      >
        {t('settings')}
      </Button>
      {may.edit ? (
        <ButtonLink to="/staff/import">{t('import')}</ButtonLink>
      ) : (
        <Button disabledReason={onlyDesk}>{t('import')}</Button>
      )}
      <Button onClick={() => onEdit({ what: 'check' })}>{t('ready')}</Button>
      <Button
        variant="primary"
        disabledReason={onlyDesk}
        onClick={() => onEdit({ what: 'addMember' })}
      >
        {t('invite')}
      </Button>
    </>
  )
}
