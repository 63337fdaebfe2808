import type { Member } from '../../../src/roster/contract/roster.ts'
import { api, send } from '../api.ts'
import { SaveProblem } from '../frame/InlineForm.tsx'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { useSession, useStaff } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { AccessSheet } from './AccessSheet.tsx'
import { useMay } from './may.ts'
import { rosterQuery } from './queries.ts'
import './roster.css'

export const giveAccess = ({ memberId }: Pick<Member, 'memberId'>, how: 'mail' | 'print') =>
  send(api.api.members[':memberId'].enrolment.$post({ param: { memberId }, json: { send: how } }))

/** Hands out the right to set password and app code: a link by mail, or a code on paper. */
export function AccessDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const t = useT('roster')
  const common = useT('common')
  const may = useMay()
  const { mail } = useSession()
  const { staffId } = useStaff()
  const { displayName: name, email } = member
  const give = useSave({
    send: (how: 'mail' | 'print') => giveAccess(member, how),
    done: ({ sentTo }) =>
      sentTo === undefined
        ? null
        : t(mail === 'smtp' ? 'access.sent' : 'access.unsent', { email: sentTo }),
    stale: [rosterQuery(staffId).queryKey],
    onSaved: ({ sentTo }) => {
      if (sentTo !== undefined) onClose()
    },
    says: { forbidden: t('access.elsewhere') },
  })
  const given = give.saved
  const refusal = may.accessRefusal(member)
  const reason = refusal && t(`access.${refusal}`)
  const busy = (how: 'mail' | 'print') =>
    give.isBusy && give.sent === how && common(how === 'mail' ? 'ui.sending' : 'ui.saving')
  if (given?.code !== undefined && given.url !== undefined) {
    return (
      <Dialog
        title={t('access.title', { name })}
        onClose={onClose}
        actions={
          <Button variant="primary" onClick={() => window.print()}>
            {t('access.doPrint')}
          </Button>
        }
      >
        <AccessSheet name={name} code={given.code} url={given.url} expiresAt={given.expiresAt} />
      </Dialog>
    )
  }
  return (
    <Dialog title={t('access.title', { name })} onClose={onClose}>
      <p>{t(member.hasSecondFactor ? 'access.again' : 'access.first', { name })}</p>
      <div className="way">
        <div className="grow">
          <b>{t('access.mail')}</b>
          <p className="soft">{t('access.mailTo', { email })}</p>
          {mail === 'outbox' ? <p className="secondary warn-text">{t('access.noMail')}</p> : null}
        </div>
        <Button
          variant={mail === 'smtp' ? 'primary' : 'secondary'}
          disabledReason={reason}
          busy={busy('mail')}
          onClick={() => give.submit('mail')}
        >
          {t('access.mail')}
        </Button>
      </div>
      <div className="way">
        <div className="grow">
          <b>{t('access.print')}</b>
          <p className="soft">{t('access.printText')}</p>
        </div>
        <Button
          variant={mail === 'smtp' ? 'secondary' : 'primary'}
          disabledReason={reason}
          busy={busy('print')}
          onClick={() => give.submit('print')}
        >
          {t('access.makeCode')}
        </Button>
      </div>
      <SaveProblem save={give} />
    </Dialog>
  )
}
