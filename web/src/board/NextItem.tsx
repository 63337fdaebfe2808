import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { AgendaItem, Meeting } from '../../../src/meetings/contract/meeting.ts'
import { api, send } from '../api.ts'
import { useErrorText } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { agendaState } from '../meetings/agenda.ts'
import { Button } from '../ui/Button.tsx'
import { useToast } from '../ui/Toast.tsx'

/** One button that ends the running item and begins the next one. */
export function NextItem({ meeting }: { meeting: Meeting }) {
  const t = useT('board')
  const say = useToast()
  const errorText = useErrorText()
  const queries = useQueryClient()
  const run = useMutation({
    mutationFn: ({ itemId, act }: { itemId: AgendaItem['itemId']; act: 'start' | 'end' }) =>
      send(
        api.api.meetings[':meetingId'].agenda[':itemId'][act].$post({
          param: { meetingId: meeting.meetingId, itemId },
        }),
      ),
    onSuccess: () =>
      queries.invalidateQueries({ queryKey: ['meeting', meeting.meetingId, 'core'] }),
    onError: error => say(errorText(error)),
  })
  const running = meeting.agenda.find(item => agendaState(item) === 'running')
  const after = running ? meeting.agenda.slice(meeting.agenda.indexOf(running) + 1) : meeting.agenda
  const next = after.find(item => agendaState(item) === 'open')
  if (!running && !next) return null
  return (
    <p className="agenda-next no-print">
      {next ? (
        <Button size="small" onClick={() => run.mutate({ itemId: next.itemId, act: 'start' })}>
          {t(running ? 'agenda.next' : 'agenda.start', { title: next.title })}
        </Button>
      ) : running ? (
        <Button size="small" onClick={() => run.mutate({ itemId: running.itemId, act: 'end' })}>
          {t('agenda.end')}
        </Button>
      ) : null}
    </p>
  )
}
