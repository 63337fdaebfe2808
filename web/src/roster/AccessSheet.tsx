import { useT } from '../i18n/i18n.ts'
import { useStaff } from '../session.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { Time } from '../ui/time.tsx'
import { addressOf } from './Letters.tsx'

/**
 * A printed page to hand over: the code, where to enter it, until when, what to do, whom to call.
 */
export function AccessSheet({
  name,
  code,
  url,
  expiresAt,
}: {
  name: string
  code: string
  url: string
  expiresAt: string
}) {
  const t = useT('roster')
  const { name: staffName, organisation, hotline } = useStaff()
  return (
    <Sheet
      overline={[organisation, staffName].filter(Boolean).join(' · ')}
      title={t('access.title', { name })}
    >
      <dl className="definition">
        <dt>{t('access.code')}</dt>
        <dd className="code">{code}</dd>
        <dt>{t('access.where')}</dt>
        <dd className="address">{addressOf(url)}</dd>
        <dt>{t('access.until')}</dt>
        <dd>
          <Time at={expiresAt} as="dateTime" />
        </dd>
      </dl>
      <p>{t('access.how')}</p>
      <p>
        <b>{t('access.keep')}</b>
      </p>
      {hotline ? <p className="soft">{t('access.help', { number: hotline })}</p> : null}
    </Sheet>
  )
}
