import './board.css'
import { useQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
import { modes, takesSeat } from '../../../src/lib/modes.ts'
import type { BoardView } from '../../../src/board/contract.ts'
import { entryRefusal, maySeeJournal, mayWriteJournal } from '../../../src/journal/rules.ts'
import type { MeetingId } from '../../../src/lib/ids.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import {
  isOver,
  isRunning,
  mayActForOthers,
  mayRunAgenda,
} from '../../../src/meetings/rules/states.ts'
import { lazily } from '../frame/lazily.tsx'
import { ButtonLink } from '../frame/links.tsx'
import { Loaded } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { entriesQuery, seenEntriesQuery } from '../journal/queries.ts'
import { useLive } from '../live.ts'
import { useMeeting } from '../meetings/MeetingFrame.tsx'
import { boardQuery, meetingParts, meetingTopics, minutesQuery } from '../meetings/queries.ts'
import { useActor } from '../session.tsx'
import { Count, Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { useIsPhone } from '../ui/narrow.ts'
import { useFormat } from '../ui/time.tsx'
import { ModeSwatch } from '../words/Mode.tsx'
import { useActing } from '../meetings/acting.ts'
import { Awaited } from './Awaited.tsx'
import { FunctionTable } from './FunctionTable.tsx'
import { ShortFunctions } from './ShortFunctions.tsx'
import { EntryLine } from './laterEntryLine.ts'

// what is below the first screen is loaded after it
const AgendaPanel = lazily(
  () => import('./AgendaPanel.tsx'),
  file => file.AgendaPanel,
)
const LatestEntries = lazily(
  () => import('./LatestEntries.tsx'),
  file => file.LatestEntries,
)
const LiveBand = lazily(
  () => import('../attendance/LiveBand.tsx'),
  file => file.LiveBand,
)
const MissingPanel = lazily(
  () => import('./MissingPanel.tsx'),
  file => file.MissingPanel,
)
const Unrecorded = lazily(
  () => import('../meetings/Unrecorded.tsx'),
  file => file.Unrecorded,
)

/** Lage: unfilled functions first, then filled ones, then the latest entries. */
export function BoardPage() {
  const t = useT('board')
  const meeting = useMeeting()
  const { meetingId } = meeting
  const board = useQuery(boardQuery(meetingId))
  useLive(meetingTopics(meetingId), meetingParts(meetingId))
  return (
    <>
      <div className="page stack board">
        <Loaded query={board} what={t('title')}>
          {view =>
            isOver(meeting.state) ? (
              <Over meeting={meeting} board={view} />
            ) : view.openedAt === null && view.rows.length > 0 ? (
              <Before meeting={meeting} board={view} />
            ) : (
              <Running meetingId={meetingId} meeting={meeting} board={view} />
            )
          }
        </Loaded>
      </div>
      <Suspense>
        {isOver(meeting.state) ? (
          <AddingLater meeting={meeting} />
        ) : (
          <Writing key={meetingId} meeting={meeting} />
        )}
      </Suspense>
    </>
  )
}

function Before({ meeting, board }: { meeting: Meeting; board: BoardView }) {
  const mayRun = mayRunAgenda(useActor(), meeting)
  return (
    <>
      <Stray stray={board.stray} />
      <div className="two-columns">
        <Awaited meeting={meeting} board={board} />
        <Suspense>
          <AgendaPanel meeting={meeting} mayRun={mayRun} isRunning={false} />
        </Suspense>
      </div>
      <Suspense>
        <Journal meeting={meeting} />
      </Suspense>
    </>
  )
}

function Running({
  meetingId,
  meeting,
  board,
}: {
  meetingId: MeetingId
  meeting: Meeting
  board: BoardView
}) {
  const actor = useActor()
  const isNow = isRunning(meeting.state)
  const isShort = useIsPhone() && board.openedAt !== null && board.rows.length > 0
  return (
    <>
      <Stray stray={board.stray} />
      <div className="two-columns">
        <div className="stack">
          <Counts board={board} />
          {isShort ? (
            <ShortFunctions meeting={meeting} board={board} />
          ) : (
            <FunctionTable
              meeting={meeting}
              board={board}
              mayAct={mayActForOthers(actor, meeting)}
            />
          )}
        </div>
        <div className="stack">
          <Suspense>
            <Acting meeting={meeting} />
          </Suspense>
          <Suspense>
            <MissingPanel
              meetingId={meetingId}
              board={board}
              mayAct={mayActForOthers(actor, meeting)}
              isAsked={meeting.state !== 'planned'}
              ownId={meeting.me?.attendeeId ?? null}
            />
            <AgendaPanel
              meeting={meeting}
              mayRun={mayRunAgenda(actor, meeting)}
              isRunning={isNow}
            />
          </Suspense>
        </div>
      </div>
      <Suspense>
        <Journal meeting={meeting} />
      </Suspense>
      <div className="no-print">
        <Suspense>
          <LiveBand board={board} />
        </Suspense>
      </div>
    </>
  )
}

/** Who acts and is not recorded, to be settled here by those who may. */
function Acting({ meeting }: { meeting: Meeting }) {
  const t = useT('meetings')
  const { others } = useActing(meeting)
  if (others.length === 0) return null
  return (
    <Panel title={t('acting.title', { count: others.length })} isPadded>
      <Unrecorded meeting={meeting} people={others} />
      <p className="secondary soft">{t('acting.fromFirstAct')}</p>
    </Panel>
  )
}

/** After the end the board shows no alarms; it links to attendance and minutes. */
function Over({ meeting, board }: { meeting: Meeting; board: BoardView }) {
  const t = useT('board')
  const params = { meetingId: meeting.meetingId }
  if (meeting.state === 'cancelled') {
    return (
      <Panel>
        <EmptyState title={t('closed.cancelled')}>
          {meeting.cancelReason
            ? t('closed.cancelledReason', { reason: meeting.cancelReason })
            : null}
        </EmptyState>
      </Panel>
    )
  }
  return (
    <>
      <Panel>
        <EmptyState
          title={t('closed.title')}
          action={
            <span className="row wrap">
              <ButtonLink to="/meetings/$meetingId/attendance" params={params}>
                {t('closed.toAttendance')}
              </ButtonLink>
              <ButtonLink to="/meetings/$meetingId/minutes" params={params} variant="primary">
                {t('closed.toMinutes')}
              </ButtonLink>
            </span>
          }
        >
          {t('closed.text')}
        </EmptyState>
      </Panel>
      <Suspense>
        <LiveBand board={board} />
      </Suspense>
      <Suspense>
        <Journal meeting={meeting} />
      </Suspense>
    </>
  )
}

/** Tells lead and KGS that somebody without admission tried to be in the room. */
function Stray({ stray }: Pick<BoardView, 'stray'>) {
  const t = useT('board')
  const format = useFormat()
  if (!stray) return null
  return (
    <p className="warn-text" role="status">
      {t('stray.removed', { time: format.time(stray.at) })}
      {stray.name === null ? null : ` ${t('stray.ticketOf', { name: stray.name })}`}
    </p>
  )
}

function Counts({ board }: { board: BoardView }) {
  const t = useT('board')
  const isPhone = useIsPhone()
  const common = useT('common')
  return (
    <div className="counts" role="group" aria-label={t('title')}>
      {board.openedAt ? (
        <Count value={board.unfilledCount} isBad={board.unfilledCount > 0}>
          {t('counts.unfilled', { count: board.unfilledCount })}
        </Count>
      ) : null}
      {modes.map(mode => (
        <Count key={mode} value={board.counts[mode]}>
          <ModeSwatch kind={mode} />
          {common(`mode.${mode}`)}
          {takesSeat(mode) && board.seats !== null ? (
            <>
              {' '}
              <span className="soft">
                {t(isPhone ? 'counts.ofSeatsShort' : 'counts.ofSeats', { count: board.seats })}
              </span>
            </>
          ) : null}
        </Count>
      ))}
    </div>
  )
}

function Journal({ meeting }: { meeting: Meeting }) {
  const t = useT('board')
  const actor = useActor()
  const maySee = maySeeJournal(actor, meeting)
  const entries = useQuery(seenEntriesQuery(actor, meeting))
  const mayWrite = mayWriteJournal(actor, meeting) && entryRefusal(meeting.state) === null
  if (!maySee) return <p className="state soft">{t('entry.notYours')}</p>
  return (
    <Loaded query={entries} what={t('entry.latest')}>
      {list => <LatestEntries meeting={meeting} entries={list} mayWrite={mayWrite} />}
    </Loaded>
  )
}

/** The line for entries, after the page and always in sight. */
function Writing({ meeting }: { meeting: Meeting }) {
  const t = useT('board')
  const actor = useActor()
  const mayWrite = mayWriteJournal(actor, meeting)
  const entries = useQuery({ ...entriesQuery(meeting.meetingId), enabled: mayWrite }).data ?? []
  if (!mayWrite) return null
  if (entryRefusal(meeting.state))
    return (
      <div className="panel entry-note">
        <p className="state soft">{t('entry.notOpen')}</p>
      </div>
    )
  return (
    <div className="panel entry-bar">
      <Suspense fallback={null}>
        <EntryLine meetingId={meeting.meetingId} entries={entries} />
      </Suspense>
    </div>
  )
}

/** The same after the close, until the minutes are released. */
function AddingLater({ meeting }: { meeting: Meeting }) {
  const { meetingId, closedAt } = meeting
  const mayWrite = mayWriteJournal(useActor(), meeting)
  const entries = useQuery({ ...entriesQuery(meetingId), enabled: mayWrite }).data ?? []
  const minutes = useQuery({ ...minutesQuery(meetingId), enabled: mayWrite && closedAt !== null })
  if (!mayWrite || closedAt === null || minutes.data?.state !== 'draft') return null
  return (
    <div className="panel entry-bar">
      <Suspense fallback={null}>
        <EntryLine meetingId={meetingId} entries={entries} closedAt={closedAt} />
      </Suspense>
    </div>
  )
}
