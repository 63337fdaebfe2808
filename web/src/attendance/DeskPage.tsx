import { useQuery } from '@tanstack/react-query'
import { Suspense, type ReactNode } from 'react'
import { deskRefusal, doorOpensBeforeMs } from '../../../src/attendance/rules/desk.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { mayActForOthers } from '../../../src/meetings/rules/states.ts'
import { useActor, useMeetingId } from '../board/actor.ts'
import { meetingQuery } from '../board/queries.ts'
import { useT } from '../i18n/i18n.ts'
import { useLive } from '../live.ts'
import { SessionProvider } from '../session.tsx'
import { ButtonLink } from '../ui/Button.tsx'
import { ConnectionBanner, ConnectionWord, LiveStamp } from '../ui/LiveStamp.tsx'
import { Panel } from '../ui/Panel.tsx'
import { EmptyState, Loaded, LoadingState } from '../ui/states.tsx'
import { useFormat, useNow, ZoneProvider } from '../ui/time.tsx'
import { DeskList } from './DeskList.tsx'
import { DoorPanel } from './DoorPanel.tsx'
import { LastEntries, Waiting } from './LastEntries.tsx'
import { attendanceQuery } from './queries.ts'
import { useDesk } from './useDesk.ts'
import './desk.css'

/** Empfang: the tablet at the door. Who comes, who goes, who is on the phone; and a code for people with their own phone. */
export function DeskPage() {
  return (
    <Suspense fallback={<LoadingState />}>
      <SessionProvider>
        <Desk />
      </SessionProvider>
    </Suspense>
  )
}

function Desk() {
  const t = useT('attendance')
  const common = useT('common')
  const meetingId = useMeetingId()
  const meeting = useQuery(meetingQuery(meetingId))
  useLive(
    [`meeting:${meetingId}`, `meeting:${meetingId}:attendance`, `meeting:${meetingId}:replies`],
    [['meeting', meetingId, 'attendance']],
  )
  return (
    <>
      <title>
        {[t('desk.title'), meeting.data?.title, common('product')].filter(Boolean).join(' · ')}
      </title>
      <header className="top desk-head">
        <h1>{t('desk.title')}</h1>
        <span className="desk-meeting">
          {[meeting.data?.title, meeting.data?.place].filter(Boolean).join(' · ')}
        </span>
        <div className="desk-state">
          <LiveStamp />
          <ConnectionWord />
          <ButtonLink
            size="small"
            variant="tertiary"
            to="/meetings/$meetingId"
            params={{ meetingId }}
          >
            {t('desk.back')}
          </ButtonLink>
        </div>
      </header>
      <main className="desk-page">
        <Loaded query={meeting} what={common('word.meeting')}>
          {loaded => (
            <ZoneProvider zone={loaded.zone}>
              <Door meeting={loaded} />
            </ZoneProvider>
          )}
        </Loaded>
      </main>
    </>
  )
}

function Door({ meeting }: { meeting: Meeting }) {
  const t = useT('attendance')
  const format = useFormat()
  const actor = useActor()
  const nowMs = useNow(10_000)
  const { meetingId } = meeting
  const { queue, entries } = useDesk(meetingId)
  const view = useQuery(attendanceQuery(meetingId))
  if (!mayActForOthers(actor, meeting)) return <Closed>{t('desk.onlyDesk')}</Closed>
  const refusal = deskRefusal(meeting, new Date(nowMs))
  const last = <LastEntries entries={entries} onUndo={id => queue.undo(id)} />
  if (refusal) {
    const from = format.spoken(Date.parse(meeting.startsAt) - doorOpensBeforeMs, nowMs)
    return (
      <>
        <Closed>{t(`desk.${refusal}`, { from })}</Closed>
        {entries.length > 0 ? <div className="desk-list">{last}</div> : null}
      </>
    )
  }
  return (
    <div className="desk">
      <div className="desk-alarm">
        <ConnectionBanner />
        <Waiting entries={entries} />
      </div>
      <section className="desk-list" aria-label={t('desk.list')}>
        <Loaded query={view} what={t('desk.list')}>
          {({ rows }) => <DeskList meeting={meeting} rows={rows} entries={entries} queue={queue} />}
        </Loaded>
      </section>
      <aside className="desk-side" aria-label={t('desk.qrTitle')}>
        <DoorPanel meetingId={meetingId} />
        {last}
      </aside>
    </div>
  )
}

function Closed({ children }: { children: ReactNode }) {
  const t = useT('attendance')
  const meetingId = useMeetingId()
  return (
    <div className="page">
      <Panel>
        <EmptyState
          title={t('desk.shut')}
          action={
            <ButtonLink to="/meetings/$meetingId" params={{ meetingId }}>
              {t('desk.back')}
            </ButtonLink>
          }
        >
          {children}
        </EmptyState>
      </Panel>
    </div>
  )
}
