import type { AnswerPage } from '../../../src/replies/contract.ts'
import { useT } from '../i18n/i18n.ts'
import { ButtonLink, CallLink } from '../ui/Button.tsx'
import { useHotline } from '../ui/hotline.tsx'
import { Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { useReplyWords, useShortWhen } from './words.ts'

/** A link that leads nowhere (any more): what to do now, and whom to call. */
export function DeadLink({ kind }: { kind: 'incomplete' | 'expired' | 'disowned' }) {
  const t = useT('replies')
  const common = useT('common')
  const hotline = useHotline()
  return (
    <div role="alert" className="stack">
      <h1>{t(`dead.${kind}.title`)}</h1>
      <p>{t(`dead.${kind}.text`)}</p>
      {kind === 'disowned' ? null : <p>{t('dead.todo')}</p>}
      <div className="row wrap">
        {kind === 'disowned' ? null : <ButtonLink to="/">{t('dead.signIn')}</ButtonLink>}
        {hotline ? (
          <CallLink number={hotline}>{common('nav.hotline', { number: hotline })}</CallLink>
        ) : null}
      </div>
    </div>
  )
}

/** Cancelled or closed: nothing can be answered any more, and what was said stays visible. */
export function Afterwards({ page: { meeting, reply } }: { page: AnswerPage }) {
  const t = useT('replies')
  const words = useReplyWords()
  const when = useShortWhen()
  const isCancelled = meeting.state === 'cancelled'
  return (
    <Panel>
      <div role="status">
        <EmptyState title={t(isCancelled ? 'over.cancelled' : 'over.closed')}>
          {[
            isCancelled && meeting.cancelReason
              ? t('over.reason', { reason: meeting.cancelReason })
              : '',
            t(isCancelled ? 'over.cancelledText' : 'over.closedText'),
            reply ? t('over.yours', { plan: words.stored(reply), at: when(reply.at) }) : '',
          ]
            .filter(Boolean)
            .join(' ')}
        </EmptyState>
      </div>
    </Panel>
  )
}
