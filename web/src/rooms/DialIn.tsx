import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { useHotline } from '../hotline.tsx'
import { useT } from '../i18n/i18n.ts'
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
  if (!dialInNumber && !hotline) return <p className="secondary">{t('help.noNumbers')}</p>
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
