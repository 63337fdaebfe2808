import { useQuery } from '@tanstack/react-query'
import { Suspense, useEffect, useState } from 'react'
import type { Overview } from '../../../src/overview/contract.ts'
import { lazily } from '../frame/lazily.tsx'
import { useT } from '../i18n/i18n.ts'
import { incidentsQuery } from '../meetings/queries.ts'
import { rosterQuery } from '../roster/queries.ts'
import type { MyStaff } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { likeOf } from './convening.ts'

const ConveneDialog = lazily(
  () => import('./ConveneDialog.tsx'),
  file => file.ConveneDialog,
)

/** Opens the dialog *Jetzt einberufen*. */
export function ConveneButton({
  staff,
  view,
  variant,
}: {
  staff: MyStaff
  view: Overview
  variant: 'primary' | 'secondary'
}) {
  const t = useT('overview')
  const [isOpen, setOpen] = useState(false)
  // loaded in advance, so that the dialog is complete when it opens
  useQuery(incidentsQuery(staff.staffId))
  useQuery(rosterQuery(staff.staffId))
  useEffect(() => void ConveneDialog.preload(), [])
  return (
    <>
      <Button variant={variant} onClick={() => setOpen(true)}>
        {t('lead.convene')}
      </Button>
      {isOpen ? (
        <Suspense>
          <ConveneDialog
            staff={staff}
            like={likeOf(view, staff)}
            next={view.next?.staffId === staff.staffId ? view.next : null}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      ) : null}
    </>
  )
}
