import { queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AttendeeId, MemberId, MeetingId } from '../../../src/lib/ids.ts'
import type { ReplyInput } from '../../../src/meetings/contract/reply.ts'
import { api, send } from '../api.ts'
import { SaveProblem } from '../frame/InlineForm.tsx'
import { useErrorText } from '../frame/Loaded.tsx'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Select } from '../ui/Field.tsx'
import { useFormat } from '../ui/time.tsx'
import { ModeChoice } from '../words/Mode.tsx'
import { promisedBy, usePromiseWords } from '../words/promise.ts'
import type { Line } from './cells.tsx'

const deputiesQuery = (meetingId: MeetingId, attendeeId: AttendeeId) =>
  queryOptions({
    queryKey: ['meeting', meetingId, 'replies', 'deputies', attendeeId],
    queryFn: () =>
      send(
        api.api.meetings[':meetingId'].attendees[':attendeeId'].deputies.$get({
          param: { meetingId, attendeeId },
        }),
      ),
  })

/** What somebody said on the phone, entered by lead or KGS; one press saves, nothing is preselected. */
export function ReplyForDialog({
  meetingId,
  line,
  onClose,
}: {
  meetingId: MeetingId
  line: Line
  onClose: () => void
}) {
  const t = useT('attendance')
  const common = useT('common')
  const format = useFormat()
  const promiseOf = usePromiseWords()
  const errorText = useErrorText()
  const { name, attendeeId } = line
  const deputies = useQuery(deputiesQuery(meetingId, attendeeId))
  const [deputy, setDeputy] = useState('')
  const save = useSave({
    send: (json: ReplyInput) =>
      send(
        api.api.meetings[':meetingId'].attendees[':attendeeId'].reply.$put({
          param: { meetingId, attendeeId },
          json,
        }),
      ),
    done: (_all, said) => {
      const byName = deputies.data?.find(option => option.memberId === deputy)?.name
      const plan = promiseOf({
        mode: said.kind === 'accepted' ? said.mode : null,
        deputyName: byName ?? null,
      })
      return t('reply.saved', { name, plan })
    },
    stale: [['meeting', meetingId]],
    onSaved: onClose,
  })
  const reply = line.attendee?.reply
  return (
    <Dialog title={t('reply.title', { name })} onClose={onClose}>
      <p className="soft">{t('reply.now', { plan: promiseOf(promisedBy(line)) })}</p>
      <ModeChoice
        label={t('reply.mode', { name })}
        chosen={reply?.kind === 'accepted' ? reply.mode : null}
        {...(reply ? { chosenNote: format.time(reply.at) } : {})}
        onChoose={mode => save.submit({ kind: 'accepted', mode })}
      />
      <h3>{t('reply.declined')}</h3>
      <Select
        label={t('reply.deputy')}
        value={deputy}
        onChange={setDeputy}
        options={[
          { value: '', label: t('reply.choose') },
          { value: 'none', label: t('reply.noDeputy') },
          ...(deputies.data ?? []).map(option => ({
            value: option.memberId as string,
            label: option.name,
            group: t(option.isRanked ? 'reply.ranked' : 'reply.further'),
          })),
        ]}
      />
      <div>
        <Button
          busy={save.isBusy && common('ui.saving')}
          disabledReason={deputy === '' ? t('reply.chooseFirst') : null}
          // the select offers member ids only, and the word for none
          onClick={() =>
            save.submit({
              kind: 'declined',
              deputyMemberId: deputy === 'none' ? null : (deputy as MemberId),
            })
          }
        >
          {t('reply.decline')}
        </Button>
      </div>
      {deputies.isError ? (
        <p className="bad-text" role="alert">
          {errorText(deputies.error)}
        </p>
      ) : null}
      <SaveProblem save={save} />
    </Dialog>
  )
}
