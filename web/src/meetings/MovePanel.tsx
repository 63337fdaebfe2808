import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { Meeting } from '../../../src/meetings/contract.ts'
import { isMovable } from '../../../src/meetings/rules.ts'
import { api, send } from '../api.ts'
import { meetingQuery } from '../board/queries.ts'
import { problemAt } from '../frame/fields.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { DateTimeField, momentOf, wallValueOf } from '../ui/DateTimeField.tsx'
import { TextInput } from '../ui/Field.tsx'
import { useFormat } from '../ui/time.tsx'
import { useToast } from '../ui/Toast.tsx'
import { useRefusal } from './acts.ts'
import { minutesOf, wholeNumber } from './numbers.ts'
import { OpenedPanel } from './OpenedPanel.tsx'
import { startProblem } from './planDraft.ts'

export function MovePanel({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const t = useT('planning')
  const meetings = useT('meetings')
  const common = useT('common')
  const format = useFormat()
  const say = useToast()
  const queries = useQueryClient()
  const { meetingId } = meeting
  const refuse = useRefusal(meetingId)
  const [start, setStart] = useState(() => wallValueOf(meeting.startsAt, meeting.zone))
  const [duration, setDuration] = useState(() => String(minutesOf(meeting)))
  const [wasTried, setTried] = useState(false)
  const durationMin = wholeNumber(duration, { from: 1, to: 1440 })
  const startsAt = momentOf(start, meeting.zone)
  const move = useMutation({
    mutationFn: (min: number) => {
      const { choice, ...wall } = start
      return send(
        api.api.meetings[':meetingId'].move.$post({
          param: { meetingId },
          json: { ...wall, ...(choice ? { fold: choice } : {}), durationMin: min },
        }),
      )
    },
    onSuccess: after => {
      onClose()
      queries.setQueryData(meetingQuery(meetingId).queryKey, after)
      say(t('move.done', { when: format.spoken(after.startsAt) }))
      return queries.invalidateQueries({ queryKey: ['meeting', meetingId] })
    },
    onError: refuse,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (startsAt && durationMin !== null && !move.isPending) move.mutate(durationMin)
  }
  const unclear = wasTried ? startProblem(start, meeting.zone) : null
  const isRefused =
    problemAt(move.error, 'time') !== undefined || problemAt(move.error, 'date') !== undefined
  return (
    <OpenedPanel title={t('move.title')} onClose={onClose} isPadded>
      <form onSubmit={submit} noValidate className="stack head-form">
        <DateTimeField
          label={t('move.to')}
          value={start}
          onChange={setStart}
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
          value={duration}
          onChange={setDuration}
          error={
            durationMin === null || problemAt(move.error, 'durationMin')
              ? t('move.durationWrong')
              : null
          }
        />
        <p className="secondary soft">
          {t(meeting.state === 'planned' ? 'move.notInformed' : 'move.informed')}{' '}
          {meeting.seriesId ? t('move.onlyThis') : null}
        </p>
        <div className="row wrap">
          <Button
            type="submit"
            variant="primary"
            busy={move.isPending && common('ui.saving')}
            disabledReason={isMovable(meeting.state) ? null : meetings('acts.begun')}
          >
            {t('move.confirm')}
          </Button>
          <Button onClick={onClose}>{common('action.cancel')}</Button>
        </div>
      </form>
    </OpenedPanel>
  )
}
