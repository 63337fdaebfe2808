import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import type { Meeting, ReplyView } from '../../../src/meetings/contract/meeting.ts'
import { isMovable, isOver, isRunning } from '../../../src/meetings/rules/states.ts'
import { useT } from '../i18n/i18n.ts'
import { few } from '../words/few.ts'
import { useIsPhone } from '../ui/narrow.ts'
import { LiveStamp } from '../frame/LiveStamp.tsx'
import { Elapsed, Time, useFormat, useNow } from '../ui/time.tsx'
import { useOverdueWords } from '../words/when.ts'
import { usePromiseWords } from '../words/promise.ts'
import { lazily } from '../frame/lazily.tsx'
import { useHere } from './here.ts'
import { seriesQuery } from './series.ts'
import { usePlaceWords } from './words.ts'

const soonMs = 12 * 3_600_000
const ReplyDialog = lazily(
  () => import('./ReplyDialog.tsx'),
  file => file.ReplyDialog,
)

/** When and where, in words that fit the state. */
export function MeetingFacts({
  meeting,
  onOpenSeries,
}: {
  meeting: Meeting
  onOpenSeries: () => void
}) {
  const t = useT('meetings')
  const common = useT('common')
  const format = useFormat()
  const place = usePlaceWords()
  const isPhone = useIsPhone()
  const { movedFrom, state } = meeting
  return (
    <p className="meeting-facts">
      <span>
        <When meeting={meeting} />
      </span>
      {isMovable(state) ? <Until meeting={meeting} /> : null}
      {isMovable(state) && movedFrom ? (
        <span className="soft">{t('head.movedFrom', { when: format.spoken(movedFrom) })}</span>
      ) : null}
      <span className="soft">{place(meeting)}</span>
      {meeting.unfilled.length > 0 ? (
        <b className="warn-text">
          {t('head.unfilled', {
            functions: few(meeting.unfilled, count => common('andMore', { count })),
          })}
        </b>
      ) : null}
      {meeting.me && !isOver(state) ? <MyReply meeting={meeting} reply={meeting.me.reply} /> : null}
      {isPhone && isRunning(state) ? <LiveStamp /> : null}
      {meeting.seriesId ? <SeriesMark meeting={meeting} onOpen={onOpenSeries} /> : null}
    </p>
  )
}

/** The person's own reply, with a button to change it. */
function MyReply({ meeting, reply }: { meeting: Meeting; reply: ReplyView | null }) {
  const t = useT('meetings')
  const common = useT('common')
  const format = useFormat()
  const promiseOf = usePromiseWords()
  const here = useHere(meeting)
  const [isOpen, setOpen] = useState(false)
  // what is comes before what was planned
  if (here)
    return (
      <span>
        {t('head.here', { mode: common(`mode.${here.mode}`), time: format.time(here.since) })}
      </span>
    )
  return (
    <span className="no-print">
      {t('head.me', { plan: promiseOf(reply) })}{' '}
      <button type="button" className="text-button inline-link" onClick={() => setOpen(true)}>
        {t(reply ? 'head.changeReply' : 'head.giveReply')}
      </button>
      {meeting.seriesId ? (
        <>
          {' · '}
          <Link to="/meetings/$meetingId/answers" params={{ meetingId: meeting.meetingId }}>
            {t('head.allDates')}
          </Link>
        </>
      ) : null}
      {isOpen ? (
        <Suspense>
          <ReplyDialog meeting={meeting} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </span>
  )
}

function When({ meeting }: { meeting: Meeting }) {
  const t = useT('meetings')
  const format = useFormat()
  const { state, startsAt, endsAt, openedAt, closedAt, pausedSince } = meeting
  if (state === 'cancelled')
    return <s>{t('head.cancelled', { when: format.dateTime(startsAt) })}</s>
  if (openedAt && isRunning(state)) {
    if (pausedSince)
      return t('head.sincePaused', {
        time: format.time(openedAt),
        paused: format.time(pausedSince),
      })
    return (
      <>
        {t('head.sinceRunning', { time: format.time(openedAt) })}{' '}
        <b>
          <Elapsed sinceMs={Date.parse(openedAt)} />
        </b>
      </>
    )
  }
  if (openedAt && closedAt) {
    const [openedMs, closedMs] = [Date.parse(openedAt), Date.parse(closedAt)]
    return (
      <>
        {t('head.span', {
          day: format.date(openedAt, 'short'),
          from: format.time(openedAt, openedAt),
          until: format.time(closedAt, openedAt),
        })}{' '}
        <b>{format.duration(closedMs - openedMs)}</b>
      </>
    )
  }
  return (
    <>
      <Time at={startsAt} as="spoken" />,{' '}
      {format.duration(Date.parse(endsAt) - Date.parse(startsAt))}
    </>
  )
}

/** e.g. *beginnt in 12 min*; orange when the meeting is overdue. */
function Until({ meeting }: { meeting: Meeting }) {
  const t = useT('meetings')
  const format = useFormat()
  const overdue = useOverdueWords()
  const nowMs = useNow(10_000)
  const aheadMs = Date.parse(meeting.startsAt) - nowMs
  if (aheadMs > soonMs) return null
  if (aheadMs >= 0) return <b>{t('head.beginsIn', { duration: format.duration(aheadMs) })}</b>
  return <b className="warn-text">{overdue(meeting, nowMs)}</b>
}

function SeriesMark({ meeting, onOpen }: { meeting: Meeting; onOpen: () => void }) {
  const t = useT('meetings')
  const instances = useQuery(seriesQuery(meeting)).data ?? []
  const at = instances.findIndex(each => each.meetingId === meeting.meetingId)
  return (
    <button type="button" className="text-button inline-link no-print" onClick={onOpen}>
      {at < 0 ? t('head.seriesOf') : t('head.series', { index: at + 1, count: instances.length })}
    </button>
  )
}
