import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import type { AttendanceView } from '../../../src/attendance/contract.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { isOver, mayActForOthers } from '../../../src/meetings/rules/states.ts'
import { api, send } from '../api.ts'
import { ButtonLink } from '../frame/links.tsx'
import { lazily } from '../frame/lazily.tsx'
import { Loaded, useErrorText } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { useLive } from '../live.ts'
import { useMeeting } from '../meetings/MeetingFrame.tsx'
import { attendeesQuery, meetingParts } from '../meetings/queries.ts'
import { useActor } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { Panel } from '../ui/Panel.tsx'
import { useToast } from '../ui/Toast.tsx'
import { mayBeReminded, type Line } from './cells.tsx'
import { InviteDialog } from './InviteDialog.tsx'
import { LiveBand } from './LiveBand.tsx'
import { PeopleTable } from './PeopleTable.tsx'
import { attendanceQuery } from '../meetings/queries.ts'
import { ReplyHistory } from './ReplyHistory.tsx'
import { Sentence } from './Sentence.tsx'
import './attendance.css'

const ReplyForDialog = lazily(
  () => import('./ReplyForDialog.tsx'),
  file => file.ReplyForDialog,
)

/** Teilnahme: what each person promised, whether and when they came, and the source of it. */
export function AttendancePage() {
  const t = useT('attendance')
  const meeting = useMeeting()
  const { meetingId } = meeting
  const view = useQuery(attendanceQuery(meetingId))
  useLive(
    [`meeting:${meetingId}:attendance`, `meeting:${meetingId}:replies`],
    meetingParts(meetingId),
  )
  return (
    <div className="page stack attendance">
      <Loaded query={view} what={t('title')}>
        {seen => <Attendance meeting={meeting} view={seen} />}
      </Loaded>
    </div>
  )
}

function Attendance({ meeting, view }: { meeting: Meeting; view: AttendanceView }) {
  const t = useT('attendance')
  const common = useT('common')
  const actor = useActor()
  const say = useToast()
  const errorText = useErrorText()
  const queries = useQueryClient()
  const { meetingId } = meeting
  const attendees = useQuery(attendeesQuery(meetingId)).data ?? []
  const [replying, setReplying] = useState<Line | null>(null)
  const [isInviting, setInviting] = useState(false)
  const mayAct = mayActForOthers(actor, meeting)
  const over = isOver(meeting.state)
  const remind = useMutation({
    mutationFn: (reminded: readonly Line[]) =>
      send(
        api.api.meetings[':meetingId'].remind.$post({
          param: { meetingId },
          json: { attendeeIds: reminded.map(line => line.attendeeId) },
        }),
      ),
    onSuccess: ({ count, recent }, asked) => {
      const names = asked.map(line => line.name).join(', ')
      if (recent === 0) say(t('table.reminded', { count, names }))
      else if (count === 0) say(t('table.recent', { count: recent, names }))
      else say(t('table.remindedSome', { count, recent }))
      return queries.invalidateQueries({ queryKey: ['meeting', meetingId, 'replies'] })
    },
    onError: error => say(errorText(error)),
  })
  const byId = new Map(attendees.map(attendee => [attendee.attendeeId, attendee]))
  const lines = view.rows.map(row => ({ ...row, attendee: byId.get(row.attendeeId) }))
  const ownId = meeting.me?.attendeeId ?? null
  const silent = lines.filter(line => mayBeReminded(line, false) && line.attendeeId !== ownId)
  const remindRefusal = meeting.state === 'planned' ? common('notAskedYet') : null
  const remindingIds = remind.isPending ? remind.variables.map(line => line.attendeeId) : []
  return (
    <>
      <Sentence view={view} />
      <LiveBand board={view} />
      <Panel
        title={t('table.caption')}
        aside={
          over ? null : mayAct ? (
            <span className="row wrap">
              {silent.length > 0 ? (
                <Button
                  size="small"
                  disabledReason={remindRefusal}
                  busy={remindingIds.length > 1 && t('table.reminding')}
                  onClick={() => remind.mutate(silent)}
                >
                  {t('table.remindAll', { count: silent.length })}
                </Button>
              ) : null}
              <Button size="small" onClick={() => setInviting(true)}>
                {t('invite.open')}
              </Button>
              <ButtonLink size="small" to="/meetings/$meetingId/desk" params={{ meetingId }}>
                {t('table.toDesk')}
              </ButtonLink>
            </span>
          ) : (
            <Button size="small" disabledReason={t('table.onlyDesk')}>
              {t('invite.open')}
            </Button>
          )
        }
      >
        <PeopleTable
          view={view}
          lines={lines}
          mayAct={mayAct}
          isOver={over}
          ownId={ownId}
          onReply={setReplying}
          onRemind={line => remind.mutate([line])}
          mayRemind={remindRefusal === null}
          remindingIds={remindingIds}
        />
      </Panel>
      <ReplyHistory meetingId={meetingId} />
      {replying ? (
        <Suspense fallback={null}>
          <ReplyForDialog meeting={meeting} line={replying} onClose={() => setReplying(null)} />
        </Suspense>
      ) : null}
      {isInviting ? (
        <InviteDialog
          meeting={meeting}
          invited={new Set(view.rows.map(row => row.memberId))}
          onClose={() => setInviting(false)}
        />
      ) : null}
    </>
  )
}
