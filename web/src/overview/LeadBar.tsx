import { useQuery } from '@tanstack/react-query'
import { Suspense, useEffect, useState } from 'react'
import type { Overview } from '../../../src/overview/contract.ts'
import { rosterQuery } from '../roster/queries.ts'
import { useT } from '../i18n/i18n.ts'
import type { MyStaff } from '../session.tsx'
import { Button, ButtonLink } from '../ui/Button.tsx'
import { ConveneDialog, fetchConvening } from './later.ts'
import { incidentsQuery } from '../meetings/queries.ts'

/** For whoever plans: calling together at once, and the next meeting like the last. */
export function LeadBar({ staff, view }: { staff: MyStaff; view: Overview }) {
  const t = useT('overview')
  const like = likeOf(view, staff)
  return (
    <div className="row wrap end">
      {like ? (
        <ButtonLink to="/meetings/new" search={{ like: like.meetingId }}>
          {t('lead.likeLast')}
        </ButtonLink>
      ) : (
        <ButtonLink to="/meetings/new">{t('lead.plan')}</ButtonLink>
      )}
      <ConveneButton staff={staff} view={view} variant="secondary" />
    </div>
  )
}

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
  // asked for beforehand: at night the dialog shall be complete when it opens
  useQuery(incidentsQuery(staff.staffId))
  useQuery(rosterQuery(staff.staffId))
  useEffect(fetchConvening, [])
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

/** What a new meeting of this staff is made after: the last one held, else the next one planned. */
function likeOf({ last, next }: Overview, { staffId }: MyStaff) {
  return [last, next].find(each => each?.staffId === staffId) ?? null
}
