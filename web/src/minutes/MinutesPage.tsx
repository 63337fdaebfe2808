import './minutes.css'
import { useQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
import type { MeetingId, StaffId } from '../../../src/lib/ids.ts'
import type { MinutesView } from '../../../src/minutes/contract.ts'
import { mayEditMinutes, maySeeMinutes } from '../../../src/minutes/rules/permissions.ts'
import { ErrorState, Loaded } from '../frame/Loaded.tsx'
import { lazily } from '../frame/lazily.tsx'
import { useT } from '../i18n/i18n.ts'
import { useLive } from '../live.ts'
import { useMeeting } from '../meetings/MeetingFrame.tsx'
import { useActor } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { Panel } from '../ui/Panel.tsx'
import { EmptyState, LoadingState } from '../ui/states.tsx'
import { Annex } from './Annex.tsx'
import { Files } from './Files.tsx'
import { minutesListQuery } from './queries.ts'
import { StatePanel } from './StatePanel.tsx'
import { useEditing } from './useEditing.ts'
import { minutesQuery } from '../meetings/queries.ts'

// loaded only before the close
const BeforeClose = lazily(
  () => import('./BeforeClose.tsx'),
  file => file.BeforeClose,
)
// loaded only after the close, because it needs the words and rules of the printed file
const MinutesDocument = lazily(
  () => import('./MinutesDocument.tsx'),
  file => file.MinutesDocument,
)

/**
 * Protokoll: before the close what it will contain, then the draft to edit, then the released
 * version.
 */
export function MinutesPage() {
  const meeting = useMeeting()
  const { meetingId, staffId, state } = meeting
  useLive([`meeting:${meetingId}:minutes`, `meeting:${meetingId}:journal`])
  return (
    <div className="page stack">
      {state === 'closed' ? (
        <Closed meetingId={meetingId} staffId={staffId} />
      ) : (
        <Suspense fallback={<LoadingState />}>
          <BeforeClose meeting={meeting} />
        </Suspense>
      )}
    </div>
  )
}

function Closed({ meetingId, staffId }: { meetingId: MeetingId; staffId: StaffId }) {
  const t = useT('minutes')
  const seesDrafts = maySeeMinutes(useActor(), { staffId, state: 'draft' })
  const listed = useQuery({ ...minutesListQuery(staffId), enabled: !seesDrafts })
  const isReleased = listed.data?.some(item => item.meetingId === meetingId)
  const minutes = useQuery({
    ...minutesQuery(meetingId),
    enabled: seesDrafts || isReleased === true,
  })
  if (!seesDrafts && listed.isError)
    return <ErrorState error={listed.error} onRetry={() => void listed.refetch()} />
  if (!seesDrafts && isReleased === false) {
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
