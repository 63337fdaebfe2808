import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { isOver } from '../../../src/meetings/rules/states.ts'
import { api, send } from '../api.ts'
import { meetingQuery } from '../board/queries.ts'
import { InlineForm } from '../frame/InlineForm.tsx'
import { useLeaving } from '../frame/leaving.tsx'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { TextInput } from '../ui/Field.tsx'
import { wholeNumber } from '../ui/numbers.ts'
import { useTyped } from '../ui/typed.ts'
import { useMovedOn } from './acts.ts'
import { MinuteTakerField } from './MinuteTakerField.tsx'
import { OpenedPanel } from './OpenedPanel.tsx'

/** Title, place, seats, who keeps the minutes; only what is different is sent. */
export function ChangePanel({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const t = useT('planning')
  const meetings = useT('meetings')
  const { meetingId } = meeting
  const { typed, field } = useTyped({
    title: meeting.title,
    place: meeting.place,
    seats: meeting.seats === null ? '' : String(meeting.seats),
    minuteTakerId: meeting.minuteTakerId,
  })
  const { title, place, minuteTakerId } = typed
  const seats = wholeNumber(typed.seats, { from: 1, to: 10_000 })
  const isSeatsWrong = typed.seats.trim() !== '' && seats === null
  const isNameless = title.trim() === ''
  const change = {
    ...(title.trim() === meeting.title ? {} : { title }),
    ...(place.trim() === meeting.place ? {} : { place }),
    ...(seats === meeting.seats ? {} : { seats }),
    ...(minuteTakerId === meeting.minuteTakerId ? {} : { minuteTakerId }),
  }
  const save = useSave({
    send: (json: typeof change) =>
      send(api.api.meetings[':meetingId'].$patch({ param: { meetingId }, json })),
    done: () => t('change.done'),
    answers: meetingQuery(meetingId).queryKey,
    stale: [['meeting', meetingId]],
    onSaved: onClose,
    ...useMovedOn(meeting),
  })
  const leaving = useLeaving(typed, onClose)
  const wrong = (name: string) => (save.problem(name) ? t('change.wrong') : null)
  return (
    <OpenedPanel title={t('change.title')} onClose={leaving.leave} isPadded>
      <InlineForm
        save={save}
        value={isSeatsWrong || isNameless ? null : change}
        main={{ disabledReason: isOver(meeting.state) ? meetings('acts.isOver') : null }}
        className="stack head-form"
        leaving={leaving}
        onCancel={onClose}
      >
        <div className="form-grid">
          <TextInput
            label={t('change.name')}
            {...field('title')}
            maxLength={200}
            error={isNameless ? t('change.nameMissing') : wrong('title')}
          />
          <TextInput
            label={t('change.place')}
            {...field('place')}
            maxLength={300}
            error={wrong('place')}
          />
          <TextInput
            label={t('change.seats')}
            placeholder={t('change.seatsHint')}
            inputMode="numeric"
            {...field('seats')}
            error={isSeatsWrong ? t('change.seatsWrong') : wrong('seats')}
          />
          <MinuteTakerField
            staffId={meeting.staffId}
            {...field('minuteTakerId')}
            error={wrong('minuteTakerId') ?? wrong('memberId')}
          />
        </div>
        {meeting.state === 'planned' ? null : (
          <p className="secondary soft">{t('change.informed')}</p>
        )}
      </InlineForm>
    </OpenedPanel>
  )
}
