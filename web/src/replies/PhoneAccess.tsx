import { useT } from '../i18n/i18n.ts'
import { CallLink } from '../ui/Button.tsx'

/**
 * How to take part by phone: number, code, one press to dial. Without a number it says to ask the
 * desk.
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
  if (!number) return <p className="soft">{t('phone.none')}</p>
  return (
    <div className="phone-access">
      <CallLink number={number} size="big" variant={isNow ? 'primary' : 'secondary'}>
        {t('phone.call', { number })}
      </CallLink>
      {code ? <p>{t('phone.code', { code })}</p> : null}
    </div>
  )
}
