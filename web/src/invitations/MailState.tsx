import type { MailSummary } from '../../../src/mail/contract.ts'
import { useT } from '../i18n/i18n.ts'
import { Badge, type Tone } from '../ui/Panel.tsx'

const tones: Record<MailSummary['state'], Tone> = {
  pending: 'neutral',
  sending: 'neutral',
  sent: 'ok',
  failed: 'bad',
  unsent: 'warn',
  withdrawn: 'neutral',
  superseded: 'neutral',
}

/** The state in a word, the number of tries, and the answer of the mail server. */
export function MailState({ mail }: { mail: MailSummary }) {
  const t = useT('invitations')
  const isRetrying = mail.state === 'pending' && mail.attempts > 0
  return (
    <span>
      <Badge tone={isRetrying ? 'warn' : tones[mail.state]}>
        {t(isRetrying ? 'state.retrying' : `state.${mail.state}`)}
      </Badge>
      {mail.attempts > 1 || mail.problem ? (
        <span className="secondary soft"> {t('attempts', { count: mail.attempts })}</span>
      ) : null}
      {mail.problem ? (
        <>
          <br />
          <span className={mail.state === 'failed' ? 'secondary bad-text' : 'secondary warn-text'}>
            {mail.problem}
          </span>
        </>
      ) : null}
    </span>
  )
}
