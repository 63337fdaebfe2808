import type { DeadReason } from '../../../src/meetings/contract/reply.ts'
import { useHotline } from '../hotline.tsx'
import { useT } from '../i18n/i18n.ts'
import { ButtonAnchor, CallLink } from '../ui/Button.tsx'

export type DeadKind = 'incomplete' | 'unknown' | DeadReason | 'disowned' | 'closed' | 'cancelled'

/** Whether the person is still invited, so that another link or signing in leads to the meeting. */
const mayBeInvited = (kind: DeadKind) =>
  kind === 'incomplete' || kind === 'unknown' || kind === 'replaced'

/** Pages for links that are not valid any more: what to do now, and whom to call. */
export function DeadLink({ kind }: { kind: DeadKind }) {
  const t = useT('replies')
  const common = useT('common')
  const hotline = useHotline()
  const title = t(`dead.${kind}.title`)
  const canAnswer = mayBeInvited(kind)
  return (
    <div role={canAnswer ? 'alert' : 'status'} className="stack">
      <title>{`${title.replace(/\.$/, '')} · Lagerunde`}</title>
      <h1>{title}</h1>
      <p>{t(`dead.${kind}.text`)}</p>
      {canAnswer ? <p>{t(hotline ? 'dead.todoOrCall' : 'dead.todo')}</p> : null}
      <div className="row wrap">
        {canAnswer ? <ButtonAnchor href="/">{t('dead.signIn')}</ButtonAnchor> : null}
        {hotline ? (
          <CallLink number={hotline}>{common('nav.hotline', { number: hotline })}</CallLink>
        ) : null}
      </div>
    </div>
  )
}
