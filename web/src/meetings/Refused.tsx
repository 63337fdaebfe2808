import { useT } from '../i18n/i18n.ts'
import { PageTitle, Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'

/** For people whose role sees no meetings: who does, and whom to ask. */
export function Refused() {
  const t = useT('meetings')
  return (
    <div className="page roomy">
      <PageTitle title={t('title')} />
      <Panel>
        <EmptyState title={t('list.refused')}>{t('list.refusedText')}</EmptyState>
      </Panel>
    </div>
  )
}
