import type { Overview } from '../../../src/overview/contract.ts'
import { ButtonLink } from '../frame/links.tsx'
import { useT } from '../i18n/i18n.ts'
import type { MyStaff } from '../session.tsx'
import { ConveneButton } from './ConveneButton.tsx'
import { likeOf } from './convening.ts'

/** For people who plan: convene at once, or plan the next meeting like the last. */
export function LeadBar({ staff, view }: { staff: MyStaff; view: Overview }) {
  const t = useT('overview')
  const like = likeOf(view, staff)
  return (
    <div className="row wrap end">
      <ButtonLink to="/incidents" variant="tertiary">
        {t('lead.incidents')}
      </ButtonLink>
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
