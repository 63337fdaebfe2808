import type { Member } from '../../../src/roster/contract/roster.ts'
import { useT } from '../i18n/i18n.ts'
import { useStaff } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { qrOf } from '../ui/qr.ts'
import { useFormat } from '../ui/time.tsx'
import '../ui/sheet.css'
import './letters.css'

export type Letter = {
  member: Member
  code: string
  url: string
  qrSvg: string
  expiresAt: string
}

/**
 * A letter for each person, one page each, for an envelope with a window (DIN 5008, form B). The
 * codes are on this page only, until it is closed.
 */
export function Letters({ letters, onClose }: { letters: readonly Letter[]; onClose: () => void }) {
  const t = useT('roster')
  return (
    <Dialog
      title={t('letters.title', { count: letters.length })}
      isWide
      onClose={onClose}
      actions={
        <Button variant="primary" onClick={() => window.print()}>
          {t('letters.print', { count: letters.length })}
        </Button>
      }
    >
      <p className="no-print">{t('letters.once')}</p>
      <section
        className="sheet letters"
        tabIndex={0}
        aria-label={t('letters.title', { count: letters.length })}
      >
        {letters.map(letter => (
          <OneLetter key={letter.member.memberId} letter={letter} />
        ))}
      </section>
    </Dialog>
  )
}

function OneLetter({ letter: { member, code, url, qrSvg, expiresAt } }: { letter: Letter }) {
  const t = useT('roster')
  const format = useFormat()
  const { name: staffName, organisation, hotline } = useStaff()
  const qr = qrOf(qrSvg)
  return (
    <article className="letter">
      <div className="letter-address">
        <p className="letter-sender">{[organisation, staffName].filter(Boolean).join(' · ')}</p>
        <p>
          {member.displayName}
          {member.organisation ? (
            <>
              <br />
              {member.organisation}
            </>
          ) : null}
        </p>
      </div>
      {qr ? (
        <svg
          className="letter-qr"
          viewBox={qr.viewBox}
          role="img"
          aria-label={t('letters.qr', { name: member.displayName })}
        >
          <rect width="100%" height="100%" fill="#fff" />
          <path d={qr.path} fill="#000" shapeRendering="crispEdges" />
        </svg>
      ) : null}
      <div className="letter-text">
        <h3>{t('letters.subject')}</h3>
        <p>{t('letters.greeting', { name: member.displayName })}</p>
        <p>
          {t('letters.text', {
            staff: staffName,
            authority: organisation ? t('letters.ofAuthority', { organisation }) : '',
          })}
        </p>
        <ol>
          <li>{t('letters.scan')}</li>
          <li>{t('letters.password')}</li>
          <li>{t('letters.app')}</li>
        </ol>
        <dl className="definition">
          <dt>{t('access.where')}</dt>
          <dd className="address">{addressOf(url)}</dd>
          <dt>{t('access.code')}</dt>
          <dd className="code">{code}</dd>
          <dt>{t('access.until')}</dt>
          <dd>{format.dateTime(expiresAt)}</dd>
        </dl>
        <p>
          <b>{t('access.keep')}</b>
        </p>
        {hotline ? <p>{t('access.help', { number: hotline })}</p> : null}
      </div>
    </article>
  )
}

/** The address to type by hand, without the code, which is printed below it. */
export function addressOf(url: string): string {
  const { origin, pathname } = new URL(url)
  return origin + pathname
}
