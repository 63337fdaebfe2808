import { useState } from 'react'
import type { MeetingId } from '../../../src/lib/ids.ts'
import { modes, type Mode } from '../../../src/lib/modes.ts'
import { addDays, isoWeekday, startsOn } from '../../../src/lib/time.ts'
import type { ReplyInput } from '../../../src/meetings/contract/reply.ts'
import type {
  SeriesAnswers as Answers,
  SeriesDate,
} from '../../../src/meetings/contract/seriesAnswers.ts'
import { useErrorText } from '../frame/Loaded.tsx'
import { useHotline } from '../hotline.tsx'
import { useT } from '../i18n/i18n.ts'
import { speaks } from '../i18n/texts.ts'
import { Button } from '../ui/Button.tsx'
import { useFormat } from '../ui/time.tsx'
import { ExerciseBand } from '../words/ExerciseBand.tsx'
import { ModeChoice } from '../words/Mode.tsx'
import { JoinLine } from './JoinLine.tsx'
import type { Replying } from './replying.ts'
import { answerable, meantByAll, type SeriesReplies, type Shown, shownOf } from './seriesAnswers.ts'
import { SeriesRow } from './SeriesRow.tsx'
import './replies.css'
import './series.css'

speaks('replies')

type Date = SeriesDate & { shown: Shown }

/**
 * One tap answers all dates, one tap each exception. Every tap is saved; taps that are not saved yet
 * are sent again with the next one.
 */
export function SeriesAnswers({
  answers,
  replying,
  token,
}: {
  answers: Answers
  replying: Replying<SeriesReplies>
  /** of a personal link; then other deputies are searched for by it */
  token?: string
}) {
  const t = useT('replies')
  const format = useFormat()
  const { dates, past } = answers
  const { step, wanted } = replying
  // a refused reply is not shown as if it counted
  const pending = new Map(
    (step === 'failed' ? [] : (wanted ?? [])).map(({ meetingId, reply }) => [meetingId, reply]),
  )
  const [asked, setAsked] = useState<MeetingId | null>(null)
  const [before, setBefore] = useState<SeriesReplies>([])
  const shown: Date[] = dates.map(date => ({
    ...date,
    shown: shownOf(date, pending.get(date.meetingId)),
  }))
  const open = answerable(shown)
  const send = (chosen: SeriesReplies) => {
    const isChosen = new Set(chosen.map(({ meetingId }) => meetingId))
    const waiting = step === 'failed' ? [] : (wanted ?? [])
    replying.choose([...waiting.filter(({ meetingId }) => !isChosen.has(meetingId)), ...chosen])
  }
  const chooseOne = (date: Date, reply: ReplyInput) => {
    setBefore([])
    setAsked(reply.kind === 'declined' ? date.meetingId : null)
    send([{ meetingId: date.meetingId, reply: { ...reply, givenFor: date.startsAt } }])
  }
  const chooseAll = (mode: Mode) => {
    const meant = meantByAll(open, mode)
    setAsked(null)
    // only replies that were given can be given once more
    setBefore(meant.flatMap(undoOf))
    if (meant.length > 0)
      send(
        meant.map(({ meetingId, startsAt }) => ({
          meetingId,
          reply: { kind: 'accepted' as const, mode, givenFor: startsAt },
        })),
      )
  }
  const count = (of: (date: Date) => boolean) => open.filter(of).length
  const unanswered = count(date => date.shown === null)
  const note = (mode: Mode) => {
    const chosen = count(date => date.shown?.mode === mode)
    if (unanswered === open.length) return t('series.all', { count: open.length })
    const days = t('series.days', { count: chosen })
    return unanswered > 0 ? `${days} · ${t('series.open', { count: unanswered })}` : days
  }
  const clock = (date: SeriesDate) => format.time(date.startsAt, date.startsAt)
  const weeks = [
    ...Map.groupBy(shown, ({ startsAt }) => {
      const day = startsOn(startsAt, answers.zone)
      return addDays(day, 1 - isoWeekday(day))
    }),
  ]
  return (
    <div className="series-answers">
      <Facts answers={answers} open={open} isOnlyTopic={token !== undefined} />
      <h2>{t('question')}</h2>
      {open.length > 0 ? (
        <>
          <ModeChoice
            label={t('question')}
            chosen={modeOfAll(open)}
            notes={{ onSite: note('onSite'), video: note('video'), phone: note('phone') }}
            onChoose={chooseAll}
          />
          <p className="secondary soft">{t('series.hint')}</p>
        </>
      ) : (
        <p>{t('series.nothing')}</p>
      )}
      {before.length > 0 && step === 'idle' ? (
        <p className="row wrap">
          {t('series.replaced', { count: before.length })}
          <Button
            size="small"
            onClick={() => {
              send(before)
              setBefore([])
            }}
          >
            {t('series.undo')}
          </Button>
        </p>
      ) : null}
      {past > 0 ? <p className="secondary soft">{t('series.past', { count: past })}</p> : null}
      {weeks.map(([monday, own]) => (
        <section key={monday}>
          <h3 className="series-week secondary soft">
            {t('series.week', { day: format.date(`${monday}T12:00:00Z`, 'medium') })}
          </h3>
          <ul className="plain-list">
            {own.map(date => (
              <SeriesRow
                key={date.meetingId}
                date={date}
                deputies={answers.deputies}
                isAsking={asked === date.meetingId}
                hasOwnTime={!open.every(each => clock(each) === clock(date))}
                token={token}
                onChoose={reply => chooseOne(date, reply)}
                onDone={() => setAsked(null)}
              />
            ))}
          </ul>
        </section>
      ))}
      <Saved replying={replying} open={open} unanswered={unanswered} />
    </div>
  )
}

/** The mode of every date that was not declined, when it is one. */
function modeOfAll(open: readonly Date[]): Mode | null {
  const [first, ...others] = new Set(
    open.filter(({ shown }) => shown?.kind !== 'declined').map(({ shown }) => shown?.mode ?? null),
  )
  return others.length > 0 ? null : (first ?? null)
}

const undoOf = ({ meetingId, reply, startsAt }: Date): SeriesReplies =>
  reply?.mode
    ? [{ meetingId, reply: { kind: 'accepted', mode: reply.mode, givenFor: startsAt } }]
    : []

/** Whose invitation it is, how many dates from when to when, and when and where they are. */
function Facts({
  answers,
  open,
  isOnlyTopic,
}: {
  answers: Answers
  open: readonly SeriesDate[]
  /** the page has no other heading */
  isOnlyTopic: boolean
}) {
  const t = useT('replies')
  const format = useFormat()
  const { dates, name, staffName, incidentTitle, kind } = answers
  const [first, last] = [open[0] ?? dates[0], open.at(-1) ?? dates.at(-1)]
  if (!first || !last) return null
  const Heading = isOnlyTopic ? 'h1' : 'h2'
  const isSame = <V,>(of: (date: SeriesDate) => V) => open.every(each => of(each) === of(first))
  const minutes = (date: SeriesDate) =>
    Math.round((Date.parse(date.endsAt) - Date.parse(date.startsAt)) / 60_000)
  const clock = (date: SeriesDate) => format.time(date.startsAt, date.startsAt)
  return (
    <div className="facts">
      <ExerciseBand kind={kind} />
      <p className="overline">{t('invitationTo', { name })}</p>
      <Heading>{t('series.heading', { count: open.length })}</Heading>
      <p>
        {staffName} · {incidentTitle}
      </p>
      <p>
        <b>
          {format.date(first.startsAt, 'medium')} {t('series.until')}{' '}
          {format.date(last.startsAt, 'medium')}
        </b>
        {isSame(clock) ? t('series.each', { time: clock(first) }) : t('series.several')}
        {isSame(minutes) ? `, ${t('about', { count: minutes(first) })}` : ''}
        {isSame(({ place }) => place) && first.place ? (
          <>
            <br />
            {first.hasVirtualRoom ? t('placeOrVirtual', { place: first.place }) : first.place}
          </>
        ) : null}
      </p>
      <JoinLine meeting={first} withDay />
    </div>
  )
}

/** How much is answered, and whether the last tap is stored; changes are read out. */
function Saved({
  replying: { step, error, again },
  open,
  unanswered,
}: {
  replying: Replying<SeriesReplies>
  open: readonly Date[]
  unanswered: number
}) {
  const t = useT('replies')
  const common = useT('common')
  const errorText = useErrorText()
  const hotline = useHotline()
  const parts = [
    ...modes.map(
      mode =>
        [common(`mode.${mode}`), open.filter(each => each.shown?.mode === mode).length] as const,
    ),
    [t('series.no'), open.filter(each => each.shown?.kind === 'declined').length] as const,
  ]
  const summary = parts.flatMap(([word, count]) => (count > 0 ? `${count} ${word}` : [])).join(', ')
  return (
    <div className="series-saved">
      <p role="status">
        <b>
          {unanswered === 0
            ? summary
            : t('series.answered', { answered: open.length - unanswered, count: open.length })}
        </b>{' '}
        {step === 'saving' ? <span className="soft">{common('ui.saving')}</span> : null}
        {step === 'idle' && unanswered < open.length ? (
          <span className="ok-text">{t('series.saved')}</span>
        ) : null}
        {step === 'waiting' ? <span className="bad-text">{t('series.waiting')}</span> : null}
        {step === 'failed' ? (
          <span className="bad-text">
            {t('status.failed')} {errorText(error)}{' '}
            {hotline ? common('problem.call', { number: hotline }) : ''}
          </span>
        ) : null}
      </p>
      {step === 'waiting' || step === 'failed' ? (
        <Button size="small" onClick={again}>
          {t('status.again')}
        </Button>
      ) : null}
    </div>
  )
}
