import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import type { StaffId } from '../../../src/lib/ids.ts'
import { api, send, withKey } from '../api.ts'
import { useT } from '../i18n/i18n.ts'
import { useFormat } from '../ui/time.tsx'
import { useToast } from '../ui/Toast.tsx'
import type { inputOf } from './planDraft.ts'
import type { PlannedResult } from './Planned.tsx'
import { meetingQuery } from './queries.ts'

type Input = ReturnType<typeof inputOf>

/**
 * Plans one meeting or a series. Sending the same form again after a lost answer plans nothing
 * twice.
 */
export function usePlan(
  staffId: StaffId,
  { onPlanned, onDone }: { onPlanned: (result: PlannedResult) => void; onDone: () => void },
) {
  const t = useT('planning')
  const format = useFormat()
  const say = useToast()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const sent = useRef({ body: '', key: '' })
  const keyOf = (input: Input) => {
    const body = JSON.stringify(input)
    if (sent.current.body !== body) sent.current = { body, key: crypto.randomUUID() }
    return withKey(sent.current.key)
  }
  return useMutation({
    mutationFn: async (input: Input): Promise<PlannedResult> => {
      const routes = api.api.staffs[':staffId']
      const param = { staffId }
      if (input.isSeries) {
        const { meetings, warnings } = await send(
          routes.series.$post({ param, json: input.series }, keyOf(input)),
        )
        const said = t(input.series.convene ? 'plan.convenedSeries' : 'plan.plannedSeries', {
          count: meetings.length,
        })
        return { meetingId: null, said, warnings }
      }
      const { meeting, warnings } = await send(
        routes.meetings.$post({ param, json: input.one }, keyOf(input)),
      )
      queries.setQueryData(meetingQuery(meeting.meetingId).queryKey, meeting)
      const when = format.spoken(meeting.startsAt)
      return {
        meetingId: meeting.meetingId,
        said: t(input.one.convene ? 'plan.convened' : 'plan.planned', {
          title: meeting.title,
          when,
        }),
        warnings,
      }
    },
    onSuccess: result => {
      onDone()
      void queries.invalidateQueries({ queryKey: ['staff', staffId] })
      void queries.invalidateQueries({ queryKey: ['overview'] })
      if (result.warnings.length > 0) return onPlanned(result)
      say(result.said)
      if (result.meetingId)
        return navigate({ to: '/meetings/$meetingId', params: { meetingId: result.meetingId } })
      return navigate({ to: '/meetings' })
    },
  })
}
