import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Meeting } from '../../../src/meetings/contract.ts'
import { api, send } from '../api.ts'
import { attendeesQuery, meetingQuery } from '../board/queries.ts'
import { problemAt } from '../frame/fields.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { useDraft } from '../ui/draft.ts'
import { TextInput } from '../ui/Field.tsx'
import { useToast } from '../ui/Toast.tsx'
import { useRefusal } from './acts.ts'

export function CancelDialog({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const t = useT('planning')
  const say = useToast()
  const queries = useQueryClient()
  const refuse = useRefusal(meeting.meetingId)
  const { meetingId } = meeting
  const attendees = useQuery(attendeesQuery(meetingId)).data
  const [reason, setReason] = useDraft(`cancel ${meetingId}`)
  const cancel = useMutation({
    mutationFn: () =>
      send(api.api.meetings[':meetingId'].cancel.$post({ param: { meetingId }, json: { reason } })),
    onSuccess: after => {
      onClose()
      setReason('')
      queries.setQueryData(meetingQuery(meetingId).queryKey, after)
      say(t('cancel.done', { title: meeting.title }))
      return queries.invalidateQueries({ queryKey: ['meeting', meetingId] })
    },
    onError: refuse,
  })
  return (
    <Dialog
      title={t('cancel.title', { title: meeting.title })}
      closeLabel={t('cancel.keep')}
      onClose={onClose}
      onSubmit={() => {
        if (!cancel.isPending) cancel.mutate()
      }}
      actions={
        <Button type="submit" variant="danger" busy={cancel.isPending && t('cancel.cancelling')}>
          {t('cancel.confirm')}
        </Button>
      }
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
        error={problemAt(cancel.error, 'reason') ? t('change.wrong') : null}
      />
    </Dialog>
  )
}
