import { hasRole } from '../../../src/lib/actor.ts'
import type { StaffId } from '../../../src/lib/ids.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { mayEditStaff } from '../../../src/roster/rules/roster.ts'
import { ButtonLink } from '../frame/links.tsx'
import { useHotline } from '../hotline.tsx'
import { useT } from '../i18n/i18n.ts'
import { useActor } from '../session.tsx'
import { CallLink } from '../ui/Button.tsx'

/**
 * How to take part by phone and who helps: two lines normally, two buttons when something is wrong.
 */
export function DialIn({ meeting, isUrgent = false }: { meeting: Meeting; isUrgent?: boolean }) {
  const t = useT('rooms')
  const staffHotline = useHotline()
  const { dialInNumber, dialInCode } = meeting
  const hotline = meeting.hotline || staffHotline
  const dialIn = dialInCode
    ? t('help.dialInWithCode', { number: dialInNumber, code: dialInCode })
    : t('help.dialIn', { number: dialInNumber })
  if (!dialInNumber && !hotline) return <NoNumbers staffId={meeting.staffId} />
  if (isUrgent) {
    return (
      <p className="row wrap">
        {dialInNumber ? <CallLink number={dialInNumber}>{dialIn}</CallLink> : null}
        {hotline ? (
          <CallLink number={hotline}>{t('help.hotline', { number: hotline })}</CallLink>
        ) : null}
      </p>
    )
  }
  return (
    <p className="secondary">
      {dialInNumber ? (
        <>
          {t('help.question')} <b>{dialIn}</b>
          <br />
        </>
      ) : null}
      {hotline ? t('help.byPhone', { number: hotline }) : null}
    </p>
  )
}

/** Whom to call, and for those who run the staff where the missing numbers are entered. */
function NoNumbers({ staffId }: { staffId: StaffId }) {
  const t = useT('rooms')
  const actor = useActor()
  return (
    <div className="secondary">
      <p>
        {t('help.noNumbers')}{' '}
        {!mayEditStaff(actor, { staffId }) && hasRole(actor, staffId, 'kgs')
          ? t('help.enterNumbersKgs')
          : null}
      </p>
      {mayEditStaff(actor, { staffId }) ? (
        <ButtonLink size="small" to="/staff" hash="numbers">
          {t('help.enterNumbers')}
        </ButtonLink>
      ) : null}
    </div>
  )
}
