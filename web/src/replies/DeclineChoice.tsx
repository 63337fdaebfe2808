import { useId, useState, type ReactNode } from 'react'
import type { MemberId } from '../../../src/lib/ids.ts'
import type { ReplyView } from '../../../src/meetings/contract/meeting.ts'
import { useErrorText } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { DeputiesFound, DeputySearch } from './DeputySearch.tsx'
import type { Replying } from './replying.ts'
import { useDeputyWords, type Deputies, type DeputiesAsked } from './deputies.ts'

/**
 * Verhindert, with a deputy or without. The deputies of the staff are buttons. It asks for no
 * reason.
 */
export function DeclineChoice({
  reply,
  isOwn,
  deputies,
  token,
  onFound,
  replying,
  aside,
}: {
  reply: ReplyView | null
  isOwn: boolean
  deputies: DeputiesAsked
  /** token of a personal link; then deputies other than `deputies` are searched for */
  token: string | undefined
  onFound: (deputy: Deputies[number]) => void
  replying: Replying
  aside?: ReactNode
}) {
  const t = useT('replies')
  const [isOpen, setOpen] = useState(false)
  const areaId = useId()
  const { wanted } = replying
  const isDeclined = wanted ? wanted.kind === 'declined' : reply?.kind === 'declined'
  const hasDeputy = wanted
    ? wanted.kind === 'declined' && wanted.deputyMemberId !== null
    : Boolean(reply?.deputyName)
  const decline = (deputyMemberId: MemberId | null) => {
    setOpen(false)
    replying.choose({ kind: 'declined', deputyMemberId })
  }
  return (
    <div className="decline">
      <div className="decline-buttons">
        <button
          type="button"
          className="kern-btn kern-btn--secondary tall"
          aria-expanded={isOpen}
          aria-controls={areaId}
          aria-pressed={isDeclined && hasDeputy}
          onClick={() => setOpen(!isOpen)}
        >
          {t('decline.withDeputy')}
        </button>
        <Button
          variant="secondary"
          size="tall"
          isPressed={isDeclined && !hasDeputy}
          onClick={() => decline(null)}
        >
          {t('decline.alone')}
        </Button>
        {aside ? <div className="aside">{aside}</div> : null}
      </div>
      <div id={areaId} hidden={!isOpen}>
        {isOpen ? (
          <DeputyChoice isOwn={isOwn} asked={deputies} onName={decline}>
            {token ? (
              <DeputySearch
                token={token}
                onName={deputy => {
                  onFound(deputy)
                  decline(deputy.memberId)
                }}
              />
            ) : null}
          </DeputyChoice>
        ) : null}
      </div>
    </div>
  )
}

function DeputyChoice({
  isOwn,
  asked: { data: deputies, error },
  onName,
  children,
}: {
  isOwn: boolean
  asked: DeputiesAsked
  onName: (memberId: MemberId) => void
  children: ReactNode
}) {
  const t = useT('replies')
  const wordsOf = useDeputyWords()
  const errorText = useErrorText()
  if (!deputies)
    return (
      <p
        className={error ? 'deputies bad-text' : 'deputies soft'}
        role={error ? 'alert' : 'status'}
      >
        {error ? errorText(error) : t('decline.loading')}
      </p>
    )
  const ranked = deputies.filter(each => each.isRanked)
  const further = deputies.filter(each => !each.isRanked)
  if (deputies.length === 0 && !children)
    return <p className="deputies soft">{t(isOwn ? 'decline.nobody' : 'decline.nobodyOf')}</p>
  return (
    <div className="deputies">
      {ranked.length > 0 ? (
        <div role="group" aria-label={t('decline.ranked')}>
          <p className="secondary soft">{t('decline.ranked')}</p>
          <div className="row wrap">
            {ranked.map(each => (
              <Button key={each.memberId} size="tall" onClick={() => onName(each.memberId)}>
                {wordsOf(each)}
              </Button>
            ))}
          </div>
        </div>
      ) : null}
      {further.length > 0 ? (
        <DeputiesFound among={further} onName={each => onName(each.memberId)} />
      ) : null}
      {children}
    </div>
  )
}
