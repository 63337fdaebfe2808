import type { AppCode } from '../../../src/access/contract/account.ts'
import { useT } from '../i18n/i18n.ts'
import './accounts.css'

/**
 * The secret for an authenticator app: as QR code, as text to type, and as a link for an app on the
 * same device.
 */
export function AppCodeCard({ totp }: { totp: AppCode }) {
  const t = useT('accounts')
  return (
    <div className="app-code">
      <img
        src={`data:image/svg+xml,${encodeURIComponent(totp.qrSvg)}`}
        alt={t('app.qr')}
        width={196}
        height={196}
      />
      <div className="stack">
        <p>{t('app.scan')}</p>
        <div>
          <p className="secondary soft">{t('app.typed')}</p>
          <p className="key">{totp.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</p>
        </div>
        <p>
          <a href={totp.otpauthUrl}>{t('app.here')}</a>
        </p>
        <p>{t('app.thenType')}</p>
      </div>
    </div>
  )
}
