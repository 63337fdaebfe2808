import { Suspense, useState } from 'react'
import type { Meeting, MeetingSummary } from '../../../src/meetings/contract/meeting.ts'
import { asksForEnd, mayLead } from '../../../src/meetings/rules/states.ts'
import { api, send } from '../api.ts'
import { lazily } from '../frame/lazily.tsx'
import { ButtonLink } from '../frame/links.tsx'
import { SaveProblem } from '../frame/InlineForm.tsx'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { useActor } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { useFormat, useNow } from '../ui/time.tsx'
import { meetingQuery } from './queries.ts'

const CloseDialog = lazily(
  () => import('./CloseDialog.tsx'),
  file => file.CloseDialog,
)

/** Asks a lead whose meeting is open long after its planned end whether it still goes on. */
export function StillOpen({ meeting, full }: { meeting: MeetingSummary; full: Meeting | null }) {
  const t = useT('meetings')
  const actor = useActor()
  const format = useFormat()
  const nowMs = useNow(60_000)
  const [isClosing, setClosing] = useState(false)
  const { meetingId } = meeting
  const save = useSave({
    send: () =>
      send(api.api.meetings[':meetingId']['still-running'].$post({ param: { meetingId } })),
    done: () => t('stillOpen.said'),
    answers: meetingQuery(meetingId).queryKey,
    stale: [['overview']],
  })
  if (!mayLead(actor, meeting) || !asksForEnd(meeting, nowMs)) return null
  const duration = format.duration(nowMs - Date.parse(meeting.endsAt))
  return (
    <div className="banner notice no-print" role="status">
      {t('stillOpen.text', { title: meeting.title, duration })}{' '}
      <span className="row wrap">
        <Button size="small" onClick={() => save.submit({})} busy={save.isBusy && t('acts.busy')}>
          {t('stillOpen.yes')}
        </Button>
        {full ? (
          <Button size="small" onClick={() => setClosing(true)}>
            {t('stillOpen.close')}
          </Button>
        ) : (
          <ButtonLink size="small" to="/meetings/$meetingId" params={{ meetingId }}>
            {t('stillOpen.close')}
          </ButtonLink>
        )}
      </span>
      <SaveProblem save={save} />
      {full && isClosing ? (
        <Suspense fallback={null}>
          <CloseDialog meeting={full} onClose={() => setClosing(false)} />
        </Suspense>
      ) : null}
    </div>
  )
}
