import { useQuery } from '@tanstack/react-query'
import type { MemberId } from '../../../src/lib/ids.ts'
import { doorModes, type DoorMode } from '../../../src/lib/modes.ts'
import { startsOn } from '../../../src/lib/time.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { api, send } from '../api.ts'
import { SaveProblem } from '../frame/InlineForm.tsx'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { entriesQuery } from '../journal/queries.ts'
import { rosterQuery } from '../roster/queries.ts'
import { Button } from '../ui/Button.tsx'
import { useFormat } from '../ui/time.tsx'
import { attendanceQuery, meetingQuery } from './queries.ts'
import { takersOf, wroteIn } from './takers.ts'

/** Asks a closer who was recorded as gone whether they are there. */
export function OwnLeaving({ meeting }: { meeting: Meeting }) {
  const t = useT('closing')
  const common = useT('common')
  const meetings = useT('meetings')
  const format = useFormat()
  const { meetingId, me } = meeting
  const row = useQuery(attendanceQuery(meetingId)).data?.rows.find(
    ({ attendeeId }) => attendeeId === me?.attendeeId,
  )
  const left = row?.now ? undefined : row?.stays.at(-1)?.until
  const save = useSave({
    send: (json: { memberId: MemberId; mode: DoorMode }) =>
      send(api.api.meetings[':meetingId']['check-in'].$post({ param: { meetingId }, json })),
    done: () => meetings('acting.settled', { name: meetings('acting.yourself') }),
    stale: [['meeting', meetingId]],
  })
  if (!left || !row?.memberId) return null
  const { memberId } = row
  return (
    <div className="stack">
      <p>
        <b>{t('close.youLeft', { time: format.time(left) })}</b> {t('close.youLeftMeans')}
      </p>
      <div className="row wrap" role="group" aria-label={t('close.stillThere')}>
        {t('close.stillThere')}
        {doorModes.map(mode => (
          <Button
            key={mode}
            size="small"
            onClick={() => (save.isBusy ? undefined : save.submit({ memberId, mode }))}
          >
            {common(`mode.${mode}`)}
          </Button>
        ))}
      </div>
      <SaveProblem save={save} />
    </div>
  )
}

/** Names who kept the minutes while nobody is named; who wrote most entries is offered first. */
export function NameTaker({ meeting }: { meeting: Meeting }) {
  const t = useT('closing')
  const { meetingId, staffId } = meeting
  const entries = useQuery(entriesQuery(meetingId)).data ?? []
  const roster = useQuery(rosterQuery(staffId)).data
  const [most] = roster
    ? takersOf(roster, { day: startsOn(meeting.startsAt, meeting.zone), wrote: wroteIn(entries) })
    : []
  const save = useSave({
    send: (minuteTakerId: MemberId) =>
      send(
        api.api.meetings[':meetingId'].$patch({ param: { meetingId }, json: { minuteTakerId } }),
      ),
    done: after => t('close.minutesBy', { name: after.minuteTakerName ?? '' }),
    answers: meetingQuery(meetingId).queryKey,
    stale: [['meeting', meetingId]],
  })
  if (!most || most.entries === 0) return null
  const { memberId, displayName } = most.member
  return (
    <div className="stack">
      <p>{t('close.wroteMost', { name: displayName, count: most.entries })}</p>
      <p>
        <Button size="small" onClick={() => (save.isBusy ? undefined : save.submit(memberId))}>
          {t('close.nameTaker', { name: displayName })}
        </Button>
      </p>
      <SaveProblem save={save} />
    </div>
  )
}
