import { useHotline } from '../hotline.tsx'
import { useT } from '../i18n/i18n.ts'
import { CallLink } from '../ui/Button.tsx'

/**
 * How to take part by phone: number, code, one press to dial, and who enters the caller. Without a
 * number it says whom to call.
 */
export function PhoneAccess({
  number,
  code,
  isNow = false,
}: {
  number: string
  code: string
  isNow?: boolean
}) {
  const t = useT('replies')
  const common = useT('common')
  const hotline = useHotline()
  if (!number)
    return (
      <div className="phone-access">
        <p className="soft">{t('phone.none')}</p>
        {hotline ? (
          <CallLink number={hotline}>{common('nav.hotline', { number: hotline })}</CallLink>
        ) : null}
      </div>
    )
  return (
    <div className="phone-access">
      <CallLink number={number} size="big" variant={isNow ? 'primary' : 'secondary'}>
        {t('phone.call', { number })}
      </CallLink>
      {code ? <p>{t('phone.code', { code })}</p> : null}
      <p className="secondary soft">{t('phone.entered')}</p>
    </div>
  )
}
