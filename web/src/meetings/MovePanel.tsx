import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { isMovable } from '../../../src/meetings/rules/states.ts'
import { api, send } from '../api.ts'
import { meetingQuery } from '../board/queries.ts'
import { InlineForm } from '../frame/InlineForm.tsx'
import { useLeaving } from '../frame/leaving.tsx'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { DateTimeField, momentOf, wallValueOf } from '../ui/DateTimeField.tsx'
import { TextInput } from '../ui/Field.tsx'
import { wholeNumber } from '../ui/numbers.ts'
import { useFormat } from '../ui/time.tsx'
import { useTyped } from '../ui/typed.ts'
import { useMovedOn } from './acts.ts'
import { plannedDurationMin } from './duration.ts'
import { OpenedPanel } from './OpenedPanel.tsx'
import { startProblem } from './planDraft.ts'

export function MovePanel({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const t = useT('planning')
  const meetings = useT('meetings')
  const format = useFormat()
  const { meetingId } = meeting
  const { typed, field } = useTyped(() => ({
    start: wallValueOf(meeting.startsAt, meeting.zone),
    duration: String(plannedDurationMin(meeting)),
  }))
  const { choice, ...wall } = typed.start
  const durationMin = wholeNumber(typed.duration, { from: 1, to: 1440 })
  const isWhole = durationMin !== null && momentOf(typed.start, meeting.zone) !== null
  const wish = isWhole ? { ...wall, ...(choice ? { fold: choice } : {}), durationMin } : null
  const save = useSave({
    send: (json: NonNullable<typeof wish>) =>
      send(api.api.meetings[':meetingId'].move.$post({ param: { meetingId }, json })),
    done: ({ startsAt }) => t('move.done', { when: format.spoken(startsAt) }),
    answers: meetingQuery(meetingId).queryKey,
    stale: [['meeting', meetingId]],
    onSaved: onClose,
    ...useMovedOn(meeting),
  })
  const leaving = useLeaving(typed, onClose)
  const unclear = save.wasTried ? startProblem(typed.start, meeting.zone) : null
  const isRefused = save.problem('time') !== undefined || save.problem('date') !== undefined
  return (
    <OpenedPanel title={t('move.title')} onClose={leaving.leave} isPadded>
      <InlineForm
        save={save}
        value={wish}
        main={{
          label: t('move.confirm'),
          disabledReason: isMovable(meeting.state) ? null : meetings('acts.begun'),
        }}
        className="stack head-form"
        leaving={leaving}
        onCancel={onClose}
      >
        <DateTimeField
          label={t('move.to')}
          {...field('start')}
          error={
            unclear === 'startAmbiguous'
              ? t('wrong.startAmbiguous')
              : unclear === 'start' || isRefused
                ? t('wrong.start')
                : null
          }
        />
        <TextInput
          label={t('move.duration')}
          inputMode="numeric"
          {...field('duration')}
          error={
            durationMin === null || save.problem('durationMin') ? t('move.durationWrong') : null
          }
        />
        <p className="secondary soft">
          {t(meeting.state === 'planned' ? 'move.notInformed' : 'move.informed')}{' '}
          {meeting.seriesId ? t('move.onlyThis') : null}
        </p>
      </InlineForm>
    </OpenedPanel>
  )
}
