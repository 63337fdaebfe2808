import type { AppCode } from '../../../src/access/contract/account.ts'
import { useT } from '../i18n/i18n.ts'
import { Button, ButtonAnchor } from '../ui/Button.tsx'
import { useToast } from '../ui/Toast.tsx'
import './accounts.css'

/**
 * The secret for an authenticator app: as QR code, as text to type, and as a link for an app on the
 * same device. On a phone link and text come first, because a phone cannot scan its own screen.
 */
export function AppCodeCard({ totp }: { totp: AppCode }) {
  const t = useT('accounts')
  const say = useToast()
  const copy = () =>
    navigator.clipboard.writeText(totp.secret).then(
      () => say(t('app.copied')),
      () => say(t('app.notCopied')),
    )
  return (
    <div className="app-code">
      <p className="apps">{t('app.apps')}</p>
      <div className="scan">
        <p className="only-wide">{t('app.scan')}</p>
        <p className="only-phone">{t('app.scanOther')}</p>
        <img
          src={`data:image/svg+xml,${encodeURIComponent(totp.qrSvg)}`}
          alt={t('app.qr')}
          width={196}
          height={196}
        />
      </div>
      <div className="stack by-hand">
        <ButtonAnchor href={totp.otpauthUrl}>{t('app.here')}</ButtonAnchor>
        <div>
          <p className="secondary soft">{t('app.typed')}</p>
          <p className="key">{totp.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</p>
          <Button size="small" onClick={() => void copy()}>
            {t('app.copy')}
          </Button>
        </div>
      </div>
      <p className="then">{t('app.thenType')}</p>
    </div>
  )
}
