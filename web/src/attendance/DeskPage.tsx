import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { deskRefusal, doorOpensBeforeMs } from '../../../src/attendance/rules/desk.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { mayActForOthers } from '../../../src/meetings/rules/states.ts'
import { HowHere } from '../meetings/HowHere.tsx'
import { ButtonLink } from '../frame/links.tsx'
import { ConnectionBanner, ConnectionWord, LiveStamp } from '../frame/LiveStamp.tsx'
import { Loaded } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { useLive } from '../live.ts'
import { useMeeting } from '../meetings/MeetingFrame.tsx'
import { meetingParts } from '../meetings/queries.ts'
import { useActor } from '../session.tsx'
import { Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { useFormat, useNow } from '../ui/time.tsx'
import { DeskList } from './DeskList.tsx'
import { DoorPanel } from './DoorPanel.tsx'
import { DoorJournal } from './DoorJournal.tsx'
import { LastEntries, Waiting } from './LastEntries.tsx'
import { attendanceQuery } from '../meetings/queries.ts'
import { useDesk } from './useDesk.ts'
import { onServer } from '../ui/clock.ts'
import './desk.css'

/**
 * Empfang: the page for the tablet at the door. The desk enters who comes, goes and is on the
 * phone; a code lets people do it with their own phone.
 */
export function DeskPage() {
  const t = useT('attendance')
  const common = useT('common')
  const meeting = useMeeting()
  const { meetingId, title, place } = meeting
  useLive(
    [`meeting:${meetingId}:attendance`, `meeting:${meetingId}:replies`],
    meetingParts(meetingId),
  )
  return (
    <>
      <title>{`${t('desk.title')} · ${title} · ${common('product')}`}</title>
      <header className="top desk-head">
        <h1>{t('desk.title')}</h1>
        <span className="desk-meeting">{[title, place].filter(Boolean).join(' · ')}</span>
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
        <HowHere meeting={meeting} />
        <Door meeting={meeting} />
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
  if (refusal) {
    const from = format.spoken(Date.parse(meeting.startsAt) - doorOpensBeforeMs, nowMs)
    return (
      <>
        <Closed>{t(`desk.${refusal}`, { from })}</Closed>
        {entries.length > 0 ? (
          <div className="desk-list">
            <LastEntries entries={entries} onUndo={id => queue.undo(id)} />
          </div>
        ) : null}
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
          {({ rows, at }) => (
            <DeskList
              meeting={meeting}
              rows={rows}
              entries={entries}
              queue={queue}
              clockAheadMs={onServer(view.dataUpdatedAt) - Date.parse(at)}
            />
          )}
        </Loaded>
      </section>
      <aside className="desk-side" aria-label={t('desk.qrTitle')}>
        <div className="desk-stays">
          <DoorPanel meetingId={meetingId} />
          <DoorJournal meeting={meeting} entries={entries} onUndo={id => queue.undo(id)} />
        </div>
      </aside>
    </div>
  )
}

function Closed({ children }: { children: ReactNode }) {
  const t = useT('attendance')
  const { meetingId } = useMeeting()
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
