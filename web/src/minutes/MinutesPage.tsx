import { useQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
import type { MeetingId, StaffId } from '../../../src/lib/ids.ts'
import type { MinutesView } from '../../../src/minutes/contract.ts'
import { mayEditMinutes } from '../../../src/minutes/rules/permissions.ts'
import { ApiError } from '../api.ts'
import { useActor, useMeetingId } from '../board/actor.ts'
import { meetingQuery } from '../board/queries.ts'
import { useT } from '../i18n/i18n.ts'
import { useLive } from '../live.ts'
import { Button } from '../ui/Button.tsx'
import { Panel } from '../ui/Panel.tsx'
import { EmptyState, Loaded, LoadingState } from '../ui/states.tsx'
import { ZoneProvider } from '../ui/time.tsx'
import { Annex } from './Annex.tsx'
import { Files } from './Files.tsx'
import { BeforeClose, MinutesDocument } from './later.ts'
import { minutesQuery } from './queries.ts'
import { StatePanel } from './StatePanel.tsx'
import { useEditing } from './useEditing.ts'
import './minutes.css'

/** Protokoll: what it will contain, the draft to write in, the release to keep. */
export function MinutesPage() {
  const c = useT('common')
  const meetingId = useMeetingId()
  const meeting = useQuery(meetingQuery(meetingId))
  useLive([`meeting:${meetingId}`, `meeting:${meetingId}:minutes`, `meeting:${meetingId}:journal`])
  return (
    <div className="page stack">
      <Loaded query={meeting} what={c('word.meeting')}>
        {loaded =>
          loaded.state === 'closed' ? (
            <ZoneProvider zone={loaded.zone}>
              <Closed meetingId={meetingId} staffId={loaded.staffId} />
            </ZoneProvider>
          ) : (
            <Suspense fallback={<LoadingState />}>
              <BeforeClose meeting={loaded} />
            </Suspense>
          )
        }
      </Loaded>
    </div>
  )
}

function Closed({ meetingId, staffId }: { meetingId: MeetingId; staffId: StaffId }) {
  const t = useT('minutes')
  const minutes = useQuery(minutesQuery(meetingId))
  if (!minutes.data && minutes.error instanceof ApiError && minutes.error.code === 'forbidden') {
    return (
      <Panel>
        <EmptyState title={t('refused.title')}>{t('refused.text')}</EmptyState>
      </Panel>
    )
  }
  return (
    <Loaded query={minutes} what={t('document')}>
      {view => <Shown key={meetingId} view={view} staffId={staffId} />}
    </Loaded>
  )
}

function Shown({ view, staffId }: { view: MinutesView; staffId: StaffId }) {
  const t = useT('minutes')
  const actor = useActor()
  const editing = useEditing(view)
  const mayEdit = mayEditMinutes(actor, { staffId, minuteTakerId: view.minuteTakerId })
  return (
    <>
      {editing.late.length > 0 ? (
        <Panel title={t('late.title')} tone="bad" isPadded>
          <p>{t('late.text')}</p>
          {editing.late.map(text => (
            <p key={text} className="typed conflict">
              {text}
            </p>
          ))}
          <Button size="small" onClick={editing.discard}>
            {t('late.discard')}
          </Button>
        </Panel>
      ) : null}
      <div className="two-columns minutes">
        <Suspense fallback={<LoadingState what={t('document')} />}>
          <MinutesDocument view={view} editing={editing} mayEdit={mayEdit} />
        </Suspense>
        <div className="stack no-print">
          <StatePanel view={view} staffId={staffId} editing={editing} mayEdit={mayEdit} />
          <Files view={view} />
        </div>
      </div>
      <Annex record={view.record} />
    </>
  )
}
