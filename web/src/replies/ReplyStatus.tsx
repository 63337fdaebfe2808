import type { ReplyView } from '../../../src/meetings/contract/meeting.ts'
import type { ReplyInput } from '../../../src/meetings/contract/reply.ts'
import { useErrorText } from '../frame/Loaded.tsx'
import { useHotline } from '../hotline.tsx'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { usePromiseWords, type Promised } from '../words/promise.ts'
import { useShortWhen } from '../words/when.ts'
import type { Replying } from './replying.ts'
import type { Deputies } from './deputies.ts'

/**
 * The reply that counts now, and whether the last press is stored; always in one place. Changes are
 * read out.
 */
export function ReplyStatus({
  reply,
  isOwn,
  replying,
  deputies,
}: {
  reply: ReplyView | null
  isOwn: boolean
  replying: Replying
  deputies: Deputies
}) {
  const t = useT('replies')
  const common = useT('common')
  const promiseOf = usePromiseWords()
  const when = useShortWhen()
  const errorText = useErrorText()
  const hotline = useHotline()
  const { step, wanted, error, again } = replying
  const stored = () => {
    if (!reply) return <span className="soft">{t(isOwn ? 'status.none' : 'status.noneYet')}</span>
    const plan = promiseOf(reply)
    const at = when(reply.at)
    if (!isOwn) return t('status.what', { plan, at })
    return (
      <>
        <b className="ok-text">
          {reply.source === 'onBehalf' && reply.byName
            ? t('status.onBehalf', { name: reply.byName })
            : t('status.saved')}
        </b>{' '}
        {t('status.what', { plan, at })} <span className="soft">{t('status.anytime')}</span>
      </>
    )
  }
  return (
    <div className="reply-status">
      <p role="status">
        {step === 'saving' ? <span className="soft">{common('ui.saving')}</span> : null}
        {step === 'waiting' && wanted ? (
          <span className="bad-text">
            <b>{t('status.waiting')}</b>{' '}
            {t('status.kept', { plan: promiseOf(promisedIn(wanted, deputies)) })}
          </span>
        ) : null}
        {step === 'failed' ? (
          <span className="bad-text">
            <b>{t('status.failed')}</b> {errorText(error)}{' '}
            {hotline ? common('problem.call', { number: hotline }) : ''}
          </span>
        ) : null}
        {step === 'idle' ? stored() : null}
      </p>
      {step === 'waiting' || step === 'failed' ? (
        <Button size="small" onClick={again}>
          {t('status.again')}
        </Button>
      ) : null}
    </div>
  )
}

/** The reply being sent, in the form it will have when stored. */
function promisedIn(reply: ReplyInput, deputies: Deputies): Promised {
  if (reply.kind === 'accepted') return { mode: reply.mode, deputyName: null }
  const deputy = deputies.find(each => each.memberId === reply.deputyMemberId)
  return { mode: null, deputyName: deputy?.name ?? null }
}
