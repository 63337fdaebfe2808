import { useQuery } from '@tanstack/react-query'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { isOver } from '../../../src/meetings/rules/states.ts'
import { api, send } from '../api.ts'
import { InlineForm } from '../frame/InlineForm.tsx'
import { useLeaving } from '../frame/leaving.tsx'
import { useMergingSave } from '../frame/useMergingSave.ts'
import { useT } from '../i18n/i18n.ts'
import { rosterQuery } from '../roster/queries.ts'
import { ClashQuestion } from '../ui/ClashQuestion.tsx'
import { TextInput } from '../ui/Field.tsx'
import { wholeNumber } from '../ui/numbers.ts'
import { useTyped } from '../ui/typed.ts'
import { useMovedOn } from './acts.ts'
import { MinuteTakerField } from './MinuteTakerField.tsx'
import { OnlyThis } from './OnlyThis.tsx'
import { OpenedPanel } from './OpenedPanel.tsx'
import { meetingQuery } from './queries.ts'

const typedOf = ({ ownTitle, place, seats, minuteTakerId }: Meeting) => ({
  title: ownTitle ?? '',
  place,
  seats: seats === null ? '' : String(seats),
  minuteTakerId,
})
const labels = {
  title: 'name',
  place: 'place',
  seats: 'seats',
  minuteTakerId: 'minuteTaker',
} as const
const seatsOf = (typed: string) => wholeNumber(typed, { from: 1, to: 10_000 })
const isSeatsWrong = (typed: string) => typed.trim() !== '' && seatsOf(typed) === null

/** Changes title, place, seats and minute taker; only changed fields are sent. */
export function ChangePanel({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const t = useT('planning')
  const meetings = useT('meetings')
  const { meetingId } = meeting
  const members = useQuery(rosterQuery(meeting.staffId)).data?.members
  const form = useTyped(() => typedOf(meeting))
  const { typed, field } = form
  const { save, value, clash } = useMergingSave({
    query: meetingQuery(meetingId),
    form,
    isFit: ({ seats }) => !isSeatsWrong(seats),
    fieldsOf: typedOf,
    write: ({ changes: { title, seats, ...changes } }, { revision }) => {
      const json = {
        ...changes,
        ...(title === undefined ? {} : { title: title.trim() || null }),
        ...(seats === undefined ? {} : { seats: seatsOf(seats) }),
        revision,
      }
      return send(api.api.meetings[':meetingId'].$patch({ param: { meetingId }, json }))
    },
    done: () => t('change.done'),
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
        value={value}
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
            hint={t('plan.nameHint')}
            error={wrong('title')}
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
            error={isSeatsWrong(typed.seats) ? t('change.seatsWrong') : wrong('seats')}
          />
          <MinuteTakerField
            staffId={meeting.staffId}
            {...field('minuteTakerId')}
            error={wrong('minuteTakerId') ?? wrong('memberId')}
          />
        </div>
        {clash ? (
          <ClashQuestion
            clash={clash}
            label={name => t(`change.${labels[name]}`)}
            show={(fields, name) =>
              name === 'minuteTakerId'
                ? (members?.find(each => each.memberId === fields.minuteTakerId)?.displayName ??
                  t('change.nobody'))
                : fields[name]
            }
          />
        ) : null}
        {meeting.state === 'planned' ? null : (
          <p className="secondary soft">{t('change.informed')}</p>
        )}
        {meeting.seriesId ? <OnlyThis meetingId={meetingId} /> : null}
      </InlineForm>
    </OpenedPanel>
  )
}
