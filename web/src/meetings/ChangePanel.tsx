import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { MemberId } from '../../../src/lib/ids.ts'
import type { Meeting } from '../../../src/meetings/contract.ts'
import { isOver } from '../../../src/meetings/rules.ts'
import { api, send } from '../api.ts'
import { meetingQuery } from '../board/queries.ts'
import { problemAt } from '../frame/fields.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { TextInput } from '../ui/Field.tsx'
import { useToast } from '../ui/Toast.tsx'
import { useRefusal } from './acts.ts'
import { MinuteTakerField } from './MinuteTakerField.tsx'
import { wholeNumber } from './numbers.ts'
import { OpenedPanel } from './OpenedPanel.tsx'

/** Title, place, seats, who keeps the minutes; only what is different is sent. */
export function ChangePanel({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const t = useT('planning')
  const meetings = useT('meetings')
  const common = useT('common')
  const say = useToast()
  const queries = useQueryClient()
  const { meetingId } = meeting
  const refuse = useRefusal(meetingId)
  const [title, setTitle] = useState(meeting.title)
  const [place, setPlace] = useState(meeting.place)
  const [seats, setSeats] = useState(meeting.seats === null ? '' : String(meeting.seats))
  const [minuteTakerId, setMinuteTakerId] = useState<MemberId | null>(meeting.minuteTakerId)
  const seatCount = wholeNumber(seats, { from: 1, to: 10_000 })
  const isSeatsWrong = seats.trim() !== '' && seatCount === null
  const isNameless = title.trim() === ''
  const change = useMutation({
    mutationFn: () =>
      send(
        api.api.meetings[':meetingId'].$patch({
          param: { meetingId },
          json: {
            ...(title.trim() === meeting.title ? {} : { title }),
            ...(place.trim() === meeting.place ? {} : { place }),
            ...(seatCount === meeting.seats ? {} : { seats: seatCount }),
            ...(minuteTakerId === meeting.minuteTakerId ? {} : { minuteTakerId }),
          },
        }),
      ),
    onSuccess: after => {
      onClose()
      queries.setQueryData(meetingQuery(meetingId).queryKey, after)
      say(t('change.done'))
      return queries.invalidateQueries({ queryKey: ['meeting', meetingId] })
    },
    onError: refuse,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isSeatsWrong && !isNameless && !change.isPending) change.mutate()
  }
  const wrong = (field: string) => (problemAt(change.error, field) ? t('change.wrong') : null)
  return (
    <OpenedPanel title={t('change.title')} onClose={onClose} isPadded>
      <form onSubmit={submit} noValidate className="stack head-form">
        <div className="form-grid">
          <TextInput
            label={t('change.name')}
            value={title}
            onChange={setTitle}
            maxLength={200}
            error={isNameless ? t('change.nameMissing') : wrong('title')}
          />
          <TextInput
            label={t('change.place')}
            value={place}
            onChange={setPlace}
            maxLength={300}
            error={wrong('place')}
          />
          <TextInput
            label={t('change.seats')}
            placeholder={t('change.seatsHint')}
            inputMode="numeric"
            value={seats}
            onChange={setSeats}
            error={isSeatsWrong ? t('change.seatsWrong') : wrong('seats')}
          />
          <MinuteTakerField
            staffId={meeting.staffId}
            value={minuteTakerId}
            onChange={setMinuteTakerId}
            error={wrong('minuteTakerId') ?? wrong('memberId')}
          />
        </div>
        {meeting.state === 'planned' ? null : (
          <p className="secondary soft">{t('change.informed')}</p>
        )}
        <div className="row wrap">
          <Button
            type="submit"
            variant="primary"
            busy={change.isPending && common('ui.saving')}
            disabledReason={isOver(meeting.state) ? meetings('acts.isOver') : null}
          >
            {common('action.save')}
          </Button>
          <Button onClick={onClose}>{common('action.cancel')}</Button>
        </div>
      </form>
    </OpenedPanel>
  )
}
