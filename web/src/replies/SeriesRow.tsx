import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { MemberId } from '../../../src/lib/ids.ts'
import { modes } from '../../../src/lib/modes.ts'
import type { ReplyInput } from '../../../src/meetings/contract/reply.ts'
import type { SeriesAnswers, SeriesDate } from '../../../src/meetings/contract/seriesAnswers.ts'
import { isOver } from '../../../src/meetings/rules/states.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Badge } from '../ui/Panel.tsx'
import { useFormat } from '../ui/time.tsx'
import { usePromiseWords } from '../words/promise.ts'
import { DeputiesFound, DeputySearch } from './DeputySearch.tsx'
import { useDeputyWords } from './deputies.ts'
import { deputiesQuery } from './queries.ts'
import type { Shown } from './seriesAnswers.ts'

type Props = {
  date: SeriesDate & { shown: Shown }
  deputies: SeriesAnswers['deputies']
  /** asks who comes instead */
  isAsking: boolean
  hasOwnTime: boolean
  token: string | undefined
  onChoose: (reply: ReplyInput) => void
  onDone: () => void
}

/** One date: the modes and *nein* as buttons with their words, or why it cannot be answered. */
export function SeriesRow(props: Props) {
  const { date, isAsking, hasOwnTime, onChoose } = props
  const t = useT('replies')
  const common = useT('common')
  const format = useFormat()
  const day = format.date(date.startsAt, 'medium')
  const time = format.time(date.startsAt, date.startsAt)
  const isClosed = isOver(date.state)
  return (
    <li className="series-date">
      <div className="series-line" role="group" aria-label={`${day}, ${time}`}>
        <span>
          <b>{format.shortDay(date.startsAt)}</b>
          {hasOwnTime ? <span className="secondary"> {time}</span> : null}
        </span>
        {isClosed ? (
          <span className="series-over">
            <Badge tone={date.state === 'cancelled' ? 'warn' : 'neutral'}>
              {t(date.state === 'cancelled' ? 'series.cancelled' : 'series.over')}
            </Badge>{' '}
            <span className="secondary soft">
              {t(date.state === 'cancelled' ? 'series.cancelledText' : 'series.overText')}
            </span>
          </span>
        ) : (
          <>
            {modes.map(mode => (
              <button
                key={mode}
                type="button"
                className="kern-btn kern-btn--secondary"
                aria-pressed={date.shown?.mode === mode}
                onClick={() => onChoose({ kind: 'accepted', mode })}
              >
                {common(`mode.${mode}`)}
              </button>
            ))}
            <button
              type="button"
              className="kern-btn kern-btn--secondary"
              aria-pressed={date.shown?.kind === 'declined'}
              onClick={() => onChoose({ kind: 'declined', deputyMemberId: null })}
            >
              {t('series.no')}
            </button>
          </>
        )}
      </div>
      {isClosed ? null : <Notes date={date} />}
      {isAsking && !isClosed ? <WhoComes {...props} /> : null}
    </li>
  )
}

/** What to know about the reply: another hour or day, the deputy, a full room, a running meeting. */
function Notes({ date }: { date: Props['date'] }) {
  const t = useT('replies')
  const format = useFormat()
  const promiseOf = usePromiseWords()
  const { reply, formerReply, seatsFree, state } = date
  const notes = [
    ...(state === 'open' || state === 'paused' ? [t('running')] : []),
    ...(reply?.isToConfirm && reply.givenFor
      ? [
          t('series.toConfirm', {
            before: format.time(reply.givenFor, date.startsAt),
            now: format.time(date.startsAt, date.startsAt),
          }),
        ]
      : []),
    ...(formerReply?.givenFor
      ? [
          t('series.otherDay', {
            day: format.date(formerReply.givenFor, 'medium'),
            plan: promiseOf(formerReply),
          }),
        ]
      : []),
    ...(reply?.deputyName && date.shown?.kind === 'declined' ? [promiseOf(reply)] : []),
    ...(seatsFree === 0 && reply?.mode !== 'onSite' ? [t('seats.full')] : []),
  ]
  return notes.length > 0 ? <p className="series-note secondary soft">{notes.join(' ')}</p> : null
}

function WhoComes({ date, deputies, token, onChoose, onDone }: Props) {
  const t = useT('replies')
  const format = useFormat()
  const wordsOf = useDeputyWords()
  const [isSearching, setSearching] = useState(false)
  const name = (deputyMemberId: MemberId) => {
    onChoose({ kind: 'declined', deputyMemberId })
    onDone()
  }
  const question = t('series.who', { day: format.date(date.startsAt, 'medium') })
  return (
    <div className="series-deputy" role="group" aria-label={question}>
      <p>
        <b>{question}</b>
      </p>
      <div className="row wrap">
        {deputies.map(deputy => (
          <Button key={deputy.memberId} onClick={() => name(deputy.memberId)}>
            {wordsOf({ ...deputy, hasDeclined: date.declinedDeputies.includes(deputy.memberId) })}
          </Button>
        ))}
        <Button onClick={onDone}>{t('series.nobody')}</Button>
        {isSearching ? null : (
          <Button variant="tertiary" onClick={() => setSearching(true)}>
            {t('series.others')}
          </Button>
        )}
      </div>
      {isSearching ? (
        token ? (
          <DeputySearch
            token={token}
            meetingId={date.meetingId}
            onName={({ memberId }) => name(memberId)}
          />
        ) : (
          <AmongStaff date={date} onName={name} />
        )
      ) : null}
    </div>
  )
}

function AmongStaff({ date, onName }: Pick<Props, 'date'> & { onName: (id: MemberId) => void }) {
  const t = useT('replies')
  const { data } = useQuery(deputiesQuery(date.meetingId))
  if (!data) return <p className="soft">{t('decline.loading')}</p>
  return <DeputiesFound among={data} onName={({ memberId }) => onName(memberId)} />
}
