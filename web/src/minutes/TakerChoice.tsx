import { Suspense, useState } from 'react'
import type { StaffId } from '../../../src/lib/ids.ts'
import type { MinutesView } from '../../../src/minutes/contract.ts'
import { mayNameMinuteTaker } from '../../../src/minutes/rules/permissions.ts'
import { lazily } from '../frame/lazily.tsx'
import { useT } from '../i18n/i18n.ts'
import { useActor } from '../session.tsx'
import { Button } from '../ui/Button.tsx'

const TakerDialog = lazily(
  () => import('./TakerDialog.tsx'),
  file => file.TakerDialog,
)

/** The minute taker; the lead can name another one. */
export function TakerChoice({ view, staffId }: { view: MinutesView; staffId: StaffId }) {
  const t = useT('minutes')
  const common = useT('common')
  const [isOpen, setOpen] = useState(false)
  const mayName = mayNameMinuteTaker(useActor(), { staffId })
  return (
    <div className="row wrap taker">
      <span className="grow">
        <span className="overline">{t('taker.title')}</span>
        <br />
        {view.minuteTakerName ?? <span className="warn-text">{t('taker.none')}</span>}
      </span>
      {view.state === 'released' ? null : (
        <Button
          size="small"
          isBlock={!mayName}
          disabledReason={mayName ? null : t('taker.onlyLead')}
          onClick={() => setOpen(true)}
        >
          {view.minuteTakerId ? common('action.edit') : t('taker.name')}
        </Button>
      )}
      <Suspense fallback={null}>
        {isOpen ? (
          <TakerDialog view={view} staffId={staffId} onClose={() => setOpen(false)} />
        ) : null}
      </Suspense>
    </div>
  )
}
