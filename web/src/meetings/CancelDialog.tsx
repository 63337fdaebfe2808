import { useMeetingName } from './name.ts'
import { useQuery } from '@tanstack/react-query'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { api, send } from '../api.ts'
import { FormDialog } from '../frame/FormDialog.tsx'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { useDraft } from '../ui/draft.ts'
import { TextInput } from '../ui/Field.tsx'
import { useMovedOn } from './acts.ts'
import { attendeesQuery, meetingQuery } from './queries.ts'

export function CancelDialog({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const t = useT('planning')
  const nameOf = useMeetingName()
  const { meetingId } = meeting
  const attendees = useQuery(attendeesQuery(meetingId)).data
  const [reason, setReason] = useDraft(`cancel ${meetingId}`)
  const save = useSave({
    send: (json: { reason: string }) =>
      send(api.api.meetings[':meetingId'].cancel.$post({ param: { meetingId }, json })),
    done: () => t('cancel.done', { title: nameOf(meeting) }),
    answers: meetingQuery(meetingId).queryKey,
    stale: [['meeting', meetingId]],
    onSaved: () => {
      setReason('')
      onClose()
    },
    ...useMovedOn(meeting),
  })
  return (
    <FormDialog
      title={t('cancel.title', { title: nameOf(meeting) })}
      save={save}
      value={{ reason }}
      entered={null}
      main={{ label: t('cancel.confirm'), busy: t('cancel.cancelling'), variant: 'danger' }}
      closeLabel={t('cancel.keep')}
      onClose={onClose}
    >
      <ul className="consequences">
        {meeting.state === 'planned' ? <li>{t('cancel.notInformed')}</li> : null}
        {meeting.state === 'convened' && attendees ? (
          <li>
            {t('cancel.informed', {
              count: attendees.filter(each => each.kind !== 'visitor').length,
            })}
          </li>
        ) : null}
        {meeting.seriesId ? <li>{t('cancel.onlyThis')}</li> : null}
        <li>
          <b>{t('cancel.final')}</b>
        </li>
      </ul>
      <TextInput
        label={t('cancel.reason')}
        isOptional
        value={reason}
        onChange={setReason}
        maxLength={300}
        error={save.problem('reason') ? t('change.wrong') : null}
      />
    </FormDialog>
  )
}
