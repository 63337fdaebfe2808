import { useMeetingName } from '../meetings/name.ts'
import { useQuery } from '@tanstack/react-query'
import { modes } from '../../../src/lib/modes.ts'
import type { BoardView, FunctionRow } from '../../../src/board/contract.ts'
import type { MeetingId } from '../../../src/lib/ids.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { isOver, isRunning } from '../../../src/meetings/rules/states.ts'
import { ButtonLink } from '../frame/links.tsx'
import { ConnectionBanner, LiveStamp } from '../frame/LiveStamp.tsx'
import { Loaded } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { useOverdueWords } from '../words/when.ts'
import { entriesQuery } from '../journal/queries.ts'
import { useLive } from '../live.ts'
import { agendaState, usedMinutes } from '../meetings/agenda.ts'
import { useMeeting } from '../meetings/MeetingFrame.tsx'
import { meetingTopics, boardQuery } from '../meetings/queries.ts'
import { Button } from '../ui/Button.tsx'
import { classes } from '../ui/classes.ts'
import { useFormat, useNow } from '../ui/time.tsx'
import { ModeSwatch, ModeWord } from '../words/Mode.tsx'
import { useUnfilledWords } from './reasons.ts'
import './board.css'

const missingShown = 6

/** Wandtafel: the board for the wall, read only, legible from five metres. */
export function WallPage() {
  const t = useT('board')
  const nameOf = useMeetingName()
  const meeting = useMeeting()
  const { meetingId } = meeting
  const board = useQuery(boardQuery(meetingId))
  useLive(meetingTopics(meetingId), [['meeting', meetingId, 'board']])
  return (
    <>
      <title>{`${t('wall.title')} · ${nameOf(meeting)} · Lagerunde`}</title>
      <ConnectionBanner />
      <Head meeting={meeting} />
      <Loaded query={board} what={t('title')}>
        {view => (
          <main className="wall-grid">
            <Rows board={view} state={meeting.state} />
            <Side meetingId={meetingId} meeting={meeting} board={view} />
          </main>
        )}
      </Loaded>
    </>
  )
}

function Head({ meeting }: { meeting: Meeting }) {
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
    <header className="wall-head">
      <div>
        <p className="incident">{meeting.incidentTitle}</p>
        <h1>{nameOf(meeting)}</h1>
        <span
          className={classes(
            'state-words',
            (meeting.state === 'paused' || overdue(meeting, nowMs)) && 'warn-text',
          )}
        >
          {words[meeting.state]()}
        </span>
      </div>
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

function Rows({ board, state }: { board: BoardView; state: Meeting['state'] }) {
  const t = useT('board')
  // the wall must fit one screen without scrolling, so unfilled optional functions are left out
  // first
  const rows = isOver(state) ? board.rows.filter(row => !row.unfilled) : board.rows
  const shown = rows.filter(row => row.isRequired || !row.unfilled || rows.length <= 14)
  const left = rows.length - shown.length
  return (
    <section aria-label={t('functions.caption')}>
      {shown.map(row => (
        <Row
          key={row.functionId}
          row={row}
          hasBegun={board.openedAt !== null}
          isAsked={state !== 'planned'}
        />
      ))}
      {board.others.map(person => (
        <div key={person.attendeeId} className="wall-row">
          <span className="what">
            {person.isVisitor
              ? person.organisation || t('functions.visitor')
              : t('functions.others')}
          </span>
          <Person person={person} />
        </div>
      ))}
      {left > 0 ? <p className="soft">{t('wall.moreFunctions', { count: left })}</p> : null}
    </section>
  )
}

type RowProps = { row: FunctionRow; hasBegun: boolean; isAsked: boolean }

function Row({ row, hasBegun, isAsked }: RowProps) {
  const words = useUnfilledWords({ hasBegun, isAsked })
  if (row.unfilled) {
    return (
      <div className={classes('wall-row', row.isRequired && hasBegun ? 'bad' : 'muted')}>
        <span className="what">{row.label}</span>
        <span className="grow">{words.since(row.unfilled)}</span>
      </div>
    )
  }
  return row.filledBy.map((person, i) => (
    <div key={person.attendeeId} className="wall-row">
      <span className="what">
        {i === 0 ? row.label : <span className="sr-only">{row.label}</span>}
      </span>
      <Person person={person} />
    </div>
  ))
}

function Person({ person }: { person: FunctionRow['filledBy'][number] }) {
  const format = useFormat()
  return (
    <>
      <span className="grow">{person.name}</span>
      <span className="how">
        <ModeWord kind={person.mode} />
      </span>
      <span className="when">{format.time(person.since)}</span>
    </>
  )
}

function Side({
  meetingId,
  meeting,
  board,
}: {
  meetingId: MeetingId
  meeting: Meeting
  board: BoardView
}) {
  const t = useT('board')
  const common = useT('common')
  const format = useFormat()
  const nowMs = useNow(10_000)
  const decision = useQuery(entriesQuery(meetingId))
    .data?.filter(entry => entry.kind === 'decision' && !entry.retractedAt)
    .at(-1)
  const running = meeting.agenda.find(item => agendaState(item) === 'running')
  const used = running ? usedMinutes(running, nowMs) : 0
  const then = running
    ? meeting.agenda
        .slice(meeting.agenda.indexOf(running) + 1)
        .find(item => agendaState(item) === 'open')
    : undefined
  const more = board.missing.length - missingShown
  return (
    <aside className="wall-side">
      <div className="wall-counts">
        {modes.map(mode => (
          <div key={mode}>
            <b>{board.counts[mode]}</b>
            <span className="nowrap">
              <ModeSwatch kind={mode} />
              {common(`mode.${mode}`)}
            </span>
          </div>
        ))}
      </div>
      {board.missing.length > 0 && !isOver(meeting.state) ? (
        <div>
          <h2>{t('missing.title')}</h2>
          {board.missing.slice(0, missingShown).map(person => (
            <p key={person.attendeeId}>
              {person.name} <span className="soft">{person.functions.join(', ')}</span>
            </p>
          ))}
          {more > 0 ? <p className="soft">{t('wall.more', { count: more })}</p> : null}
        </div>
      ) : null}
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
      {decision ? (
        <div>
          <h2>{t('wall.lastDecision')}</h2>
          <p>
            {decision.label} {decision.text}{' '}
            <span className="soft">{format.time(decision.at)}</span>
          </p>
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
    </aside>
  )
}
