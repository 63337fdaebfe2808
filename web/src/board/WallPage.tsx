import { useMeetingName } from '../meetings/name.ts'
import { useQuery } from '@tanstack/react-query'
import type { CSSProperties } from 'react'
import { modes } from '../../../src/lib/modes.ts'
import type { BoardView } from '../../../src/board/contract.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { isOver, isRunning } from '../../../src/meetings/rules/states.ts'
import { ButtonLink } from '../frame/links.tsx'
import { ConnectionBanner, LiveStamp } from '../frame/LiveStamp.tsx'
import { Loaded } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { useOverdueWords } from '../words/when.ts'
import { seenEntriesQuery } from '../journal/queries.ts'
import { useLive } from '../live.ts'
import { useActor } from '../session.tsx'
import { agendaState, usedMinutes } from '../meetings/agenda.ts'
import { useMeeting } from '../meetings/MeetingFrame.tsx'
import { boardQuery, meetingParts, meetingTopics } from '../meetings/queries.ts'
import { Button } from '../ui/Button.tsx'
import { classes } from '../ui/classes.ts'
import { useFormat, useNow } from '../ui/time.tsx'
import { ModeSwatch, ModeWord } from '../words/Mode.tsx'
import { useUnfilledWords } from './reasons.ts'
import { shortName, wallPages, wallRows, type WallRow } from './wall.ts'
import './board.css'

/** how long a page of functions stays */
const pageMs = 10_000

/** Wandtafel: the board for the wall, read only, legible from five metres. */
export function WallPage() {
  const t = useT('board')
  const nameOf = useMeetingName()
  const meeting = useMeeting()
  const { meetingId } = meeting
  const board = useQuery(boardQuery(meetingId))
  useLive(meetingTopics(meetingId), meetingParts(meetingId))
  return (
    <>
      <title>{`${t('wall.title')} · ${nameOf(meeting)} · Lagerunde`}</title>
      <ConnectionBanner />
      <Loaded query={board} what={t('title')}>
        {view => (
          <div className="wall-page-grid">
            <Head board={view} meeting={meeting} />
            <main className="wall-grid">
              <Rows board={view} state={meeting.state} />
              <Side meeting={meeting} />
            </main>
          </div>
        )}
      </Loaded>
    </>
  )
}

function Head({ board, meeting }: { board: BoardView; meeting: Meeting }) {
  const t = useT('board')
  const common = useT('common')
  const format = useFormat()
  const nowMs = useNow(1_000)
  return (
    <header className="wall-head">
      {isOver(meeting.state) ? <span /> : <FirstFigure board={board} />}
      <ul className="plain-list wall-counts">
        {modes.map(mode => (
          <li key={mode}>
            <b>{board.counts[mode]}</b>
            <span className="nowrap">
              <ModeSwatch kind={mode} />
              {common(`mode.${mode}`)}
            </span>
          </li>
        ))}
      </ul>
      <div className="wall-clock">
        <b>{format.time(nowMs)}</b>
        <LiveStamp />
        <div className="wall-actions no-print">
          <Button
            size="small"
            variant="tertiary"
            onClick={() => void document.documentElement.requestFullscreen?.().catch(() => {})}
          >
            {t('wall.full')}
          </Button>
          <ButtonLink
            size="small"
            variant="tertiary"
            to="/meetings/$meetingId"
            params={{ meetingId: meeting.meetingId }}
          >
            {t('wall.back')}
          </ButtonLink>
        </div>
      </div>
    </header>
  )
}

/** e.g. *6 von 16 Pflichtfunktionen unbesetzt*; before the opening, how many are promised. */
function FirstFigure({ board }: { board: BoardView }) {
  const t = useT('board')
  const required = board.rows.filter(row => row.isRequired)
  const hasBegun = board.openedAt !== null
  const count = hasBegun
    ? board.unfilledCount
    : required.filter(row => !row.unfilled || row.planned.state === 'promised').length
  return (
    <p className={classes('wall-figure', hasBegun && count > 0 && 'bad-text')}>
      <b>{t('before.of', { count, all: required.length })}</b>
      <span>{t(hasBegun ? 'wall.unfilled' : 'before.required')}</span>
    </p>
  )
}

function Rows({ board, state }: { board: BoardView; state: Meeting['state'] }) {
  const t = useT('board')
  const nowMs = useNow(pageMs)
  const hasBegun = board.openedAt !== null
  const { red, pages, isDense, lines } = wallPages(wallRows(board, { isOver: isOver(state) }))
  const shown = Math.floor(nowMs / pageMs) % pages.length
  const isAsked = state !== 'planned'
  return (
    <section
      className={classes('wall-rows', isDense && 'dense')}
      aria-label={t('functions.caption')}
    >
      {red.length > 0 ? (
        <div className={classes('wall-red', red.length > 28 && 'three')}>
          {red.map(row => (
            <Row key={row.key} row={row} hasBegun={hasBegun} isAsked={isAsked} isDense={isDense} />
          ))}
        </div>
      ) : null}
      <div className="wall-others" style={{ '--lines': lines } as CSSProperties}>
        {pages[shown]?.map(row => (
          <Row key={row.key} row={row} hasBegun={hasBegun} isAsked={isAsked} isDense={isDense} />
        ))}
      </div>
      {pages.length > 1 ? (
        <p className="wall-page soft">
          {t('wall.page', { page: shown + 1, of: pages.length, count: board.rows.length })}
        </p>
      ) : null}
    </section>
  )
}

type RowProps = { row: WallRow; hasBegun: boolean; isAsked: boolean; isDense: boolean }

function Row({ row: { label, row, person, besides = [] }, hasBegun, isAsked, isDense }: RowProps) {
  const t = useT('board')
  const format = useFormat()
  const words = useUnfilledWords({ hasBegun, isAsked })
  const what = <span className="what">{label}</span>
  if (person) {
    const names = [person, ...besides].map(({ name }) => (isDense ? shortName(name) : name))
    return (
      <div className="wall-row">
        {what}
        <span className="grow">{names.join(' · ')}</span>
        <span className="how">
          <ModeWord kind={person.mode} />
        </span>
        {isDense ? null : <span className="when">{format.time(person.since)}</span>}
      </div>
    )
  }
  if (!row?.unfilled) return null
  const { by } = row.planned
  if (!hasBegun && by) {
    const name = isDense ? shortName(by.name) : by.name
    return (
      <div className="wall-row">
        {what}
        <span className="grow soft">{name}</span>
        <span className="how soft">
          <ModeWord kind={by.mode} />
        </span>
      </div>
    )
  }
  const { reason } = row.unfilled
  if (!row.isRequired)
    return (
      <div className="wall-row muted">
        {what}
        <span className="grow">{t('wall.free')}</span>
      </div>
    )
  return (
    <div className={classes('wall-row', hasBegun && 'bad')}>
      {what}
      <span className="grow">
        {hasBegun
          ? isDense
            ? words.shortSince(row.unfilled)
            : words.since(row.unfilled)
          : t(`wall.reason.${reason.kind}`)}
      </span>
      {hasBegun ? <span className="why">{t(`wall.reason.${reason.kind}`)}</span> : null}
    </div>
  )
}

function Title({ meeting }: { meeting: Meeting }) {
  const t = useT('board')
  const nameOf = useMeetingName()
  const format = useFormat()
  const nowMs = useNow(1_000)
  const overdue = useOverdueWords()
  const begins = () =>
    overdue(meeting, nowMs) ?? t('wall.begins', { when: format.spoken(meeting.startsAt, nowMs) })
  const words = {
    planned: begins,
    convened: begins,
    open: () =>
      t('wall.running', {
        duration: format.duration(nowMs - Date.parse(meeting.openedAt ?? meeting.startsAt)),
      }),
    paused: () => t('wall.pausedSince', { time: format.time(meeting.pausedSince ?? nowMs) }),
    closed: () => t('wall.closedAt', { moment: format.moment(meeting.closedAt ?? nowMs) }),
    cancelled: () => t('wall.cancelled'),
  }
  return (
    <div>
      <p className="incident soft">{meeting.incidentTitle}</p>
      <h1>{nameOf(meeting)}</h1>
      <p
        className={classes((meeting.state === 'paused' || overdue(meeting, nowMs)) && 'warn-text')}
      >
        {words[meeting.state]()}
      </p>
    </div>
  )
}

function Side({ meeting }: { meeting: Meeting }) {
  const t = useT('board')
  const format = useFormat()
  const nowMs = useNow(10_000)
  const decision = useQuery(seenEntriesQuery(useActor(), meeting))
    .data?.filter(entry => entry.kind === 'decision' && !entry.retractedAt)
    .at(-1)
  const running = meeting.agenda.find(item => agendaState(item) === 'running')
  const used = running ? usedMinutes(running, nowMs) : 0
  const then = running
    ? meeting.agenda
        .slice(meeting.agenda.indexOf(running) + 1)
        .find(item => agendaState(item) === 'open')
    : undefined
  return (
    <aside className="wall-side">
      <Title meeting={meeting} />
      {running && isRunning(meeting.state) ? (
        <div>
          <h2>{t('wall.now')}</h2>
          <p className="large">{running.title}</p>
          <p className={running.minutes !== null && used > running.minutes ? 'warn-text' : 'soft'}>
            {running.minutes === null
              ? t('agenda.minutes', { count: used })
              : t('wall.usedOf', { used, planned: running.minutes })}
          </p>
          {then ? <p className="soft">{t('wall.upNext', { title: then.title })}</p> : null}
        </div>
      ) : null}
      {meeting.next ? (
        <div>
          <h2>{t('wall.nextMeeting')}</h2>
          <p>
            <b>{format.spoken(meeting.next.startsAt, nowMs)}</b>
          </p>
        </div>
      ) : null}
      {decision ? (
        <div>
          <h2>{t('wall.lastDecision')}</h2>
          <p className="decision">
            {decision.label} {decision.text}{' '}
            <span className="soft">{format.time(decision.at)}</span>
          </p>
        </div>
      ) : null}
    </aside>
  )
}
