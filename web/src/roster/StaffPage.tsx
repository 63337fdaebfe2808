import { useQuery } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { Suspense, useEffect, useState } from 'react'
import type { Roster, Staff } from '../../../src/roster/contract/roster.ts'
import { ButtonLink } from '../frame/links.tsx'
import { Loaded, together } from '../frame/Loaded.tsx'
import { lazily } from '../frame/lazily.tsx'
import { useT } from '../i18n/i18n.ts'
import { useLive } from '../live.ts'
import { useStaff } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { PageTitle } from '../ui/Panel.tsx'
import type { Editing } from './editing.ts'
import { FunctionsPanel } from './FunctionsPanel.tsx'
import { useMay } from './may.ts'
import { MembersPanel } from './MembersPanel.tsx'
import { rosterQuery, staffQuery } from './queries.ts'
import { ReadinessLine } from './ReadinessLine.tsx'
import './roster.css'

/** Loaded after the page, because readers do not need it. */
const EditDialog = lazily(
  () => import('./EditDialog.tsx'),
  file => file.EditDialog,
)

/** Stab: holders and deputies of the functions, and how to reach the members. */
export function StaffPage() {
  const t = useT('roster')
  const { staffId } = useStaff()
  const roster = useQuery(rosterQuery(staffId))
  const staff = useQuery(staffQuery(staffId))
  useLive([`staff:${staffId}`])
  return (
    <div className="page roomy stack roster">
      <Loaded query={together(staff, roster)} what={t('title')}>
        {([settings, loaded]) => <StaffRoster key={staffId} staff={settings} roster={loaded} />}
      </Loaded>
    </div>
  )
}

function StaffRoster({ staff, roster }: { staff: Staff; roster: Roster }) {
  const t = useT('roster')
  const may = useMay()
  const { hash } = useLocation()
  // other pages link to the field for dial-in and hotline
  const wantsNumbers = hash === 'numbers' && may.changeSettings
  const [editing, edit] = useState<Editing | null>(wantsNumbers ? { what: 'settings' } : null)
  const isWorker = may.edit || may.changeSettings
  // loaded in advance for people who may edit, because the connection may be lost later
  useEffect(() => void (isWorker && EditDialog.preload()), [isWorker])
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
      <ButtonLink to="/staff/access">{t('accesses.title')}</ButtonLink>
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
