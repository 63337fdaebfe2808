import type { DeadReason } from '../../../src/meetings/contract/reply.ts'
import type { ApiError } from '../api.ts'
import { useHotline } from '../hotline.tsx'
import { useT } from '../i18n/i18n.ts'
import { ButtonAnchor, CallLink } from '../ui/Button.tsx'

export type DeadKind = 'incomplete' | 'unknown' | DeadReason | 'disowned' | 'closed' | 'cancelled'

/** Whether the person is still invited, so that another link or signing in leads to the meeting. */
const mayBeInvited = (kind: DeadKind) =>
  kind === 'incomplete' || kind === 'unknown' || kind === 'replaced'

/** Why the link opens nothing; undefined for an error that may pass. */
export function deadAfter({ code, details }: ApiError): DeadKind | undefined {
  if (code === 'meetingClosed') return 'closed'
  if (code === 'meetingCancelled') return 'cancelled'
  if (code !== 'linkExpired' && code !== 'invalid') return undefined
  const reason = deadReasons.find(each => each === details['reason'])
  return reason ?? 'unknown'
}

const deadReasons = ['left', 'released', 'uninvited', 'replaced'] as const satisfies DeadReason[]

/** Pages for links that are not valid any more: what to do now, and whom to call. */
export function DeadLink({
  kind,
  series,
}: {
  kind: DeadKind
  /** the page with the other dates of the series that can still be answered, and their number */
  series?: { href: string; count: number } | null
}) {
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
      {series ? (
        <p>
          <ButtonAnchor href={series.href} variant="primary">
            {t('series.more', { count: series.count })}
          </ButtonAnchor>
        </p>
      ) : null}
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
