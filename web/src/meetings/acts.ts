import { useMutation, useQueryClient } from '@tanstack/react-query'
import { maySettle } from '../../../src/attendance/rules/desk.ts'
import { membershipIn } from '../../../src/lib/actor.ts'
import type { DateQuestion, Meeting } from '../../../src/meetings/contract/meeting.ts'
import { api, ApiError, send } from '../api.ts'
import { useErrorText } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { useActor } from '../session.tsx'
import { useToast } from '../ui/Toast.tsx'
import { actingQuery } from './acting.ts'
import { hereIn } from './here.ts'
import { boardQuery, meetingQuery } from './queries.ts'

export type Act = 'convene' | 'open' | 'pause' | 'resume'

type Step =
  | { act: 'convene'; meant?: DateQuestion }
  | { act: 'open'; meant?: 'anotherDay' }
  | { act: 'pause' | 'resume' }

/**
 * One step of the life cycle. When two people take it at once, the second one is told and sees the
 * new state.
 */
export function useAct({ meetingId }: Meeting) {
  const t = useT('meetings')
  const say = useToast()
  const queries = useQueryClient()
  const askOpener = useAskingOpener()
  const sayRefusal = useRefusal(meetingId)
  const takeBack = useMutation({
    mutationFn: () => send(api.api.meetings[':meetingId'].unopen.$post({ param: { meetingId } })),
    onSuccess: after => {
      queries.setQueryData(meetingQuery(meetingId).queryKey, after)
      say(t('acts.unopened'))
      return queries.invalidateQueries({ queryKey: ['meeting', meetingId] })
    },
    onError: async () => {
      await queries.invalidateQueries({ queryKey: ['meeting', meetingId] })
      say(t('acts.begunAlready'))
    },
  })
  return useMutation({
    mutationFn: (step: Step) => {
      const routes = api.api.meetings[':meetingId']
      const param = { meetingId }
      if (step.act === 'convene')
        return send(routes.convene.$post({ param, json: step.meant ? { meant: step.meant } : {} }))
      if (step.act === 'open')
        return send(routes.open.$post({ param, json: step.meant ? { meant: step.meant } : {} }))
      return send(routes[step.act].$post({ param }))
    },
    onSuccess: (after, step) => {
      queries.setQueryData(meetingQuery(meetingId).queryKey, after)
      if (step.act === 'open') askOpener(after)
      // a moved date was told to everybody, so that opening cannot be taken back
      const canUndo = step.act === 'open' && step.meant === undefined
      say(
        t(`acts.done.${step.act}`),
        canUndo ? { undo: () => takeBack.mutate(), undoMs: 10_000 } : {},
      )
      return queries.invalidateQueries({ queryKey: ['meeting', meetingId] })
    },
    onError: sayRefusal,
  })
}

/**
 * *Wie sind Sie dabei?* stands at the top of the page together with the opened meeting: a question
 * that comes later would move the rows below it under the finger.
 */
function useAskingOpener(): (opened: Meeting) => void {
  const queries = useQueryClient()
  const actor = useActor()
  return opened => {
    const { meetingId, staffId, openedAt, minuteTakerId, me } = opened
    const memberId = membershipIn(actor, staffId)?.memberId
    window.scrollTo({ top: 0 })
    if (!memberId || !me || !maySettle(actor, opened)) return
    if (hereIn(queries.getQueryData(boardQuery(meetingId).queryKey), opened)) return
    const opener = {
      memberId,
      name: actor.name,
      hasOpened: true,
      hasLed: false,
      isMinuteTaker: memberId === minuteTakerId,
      entries: 0,
      atDoor: 0,
      firstAt: openedAt,
      saidNotThere: false,
    }
    queries.setQueryData(actingQuery(meetingId).queryKey, [opener])
  }
}

/** Says why a step failed; when the meeting had changed its state, names the new one. */
function useRefusal(meetingId: Meeting['meetingId']): (error: unknown) => Promise<void> {
  const t = useT('meetings')
  const common = useT('common')
  const say = useToast()
  const errorText = useErrorText()
  const queries = useQueryClient()
  return async error => {
    if (!(error instanceof ApiError) || error.status !== 409) return say(errorText(error))
    await queries.invalidateQueries({ queryKey: ['meeting', meetingId] })
    const now = queries.getQueryData(meetingQuery(meetingId).queryKey)
    say(now ? t('acts.quicker', { state: common(`state.${now.state}`) }) : errorText(error))
  }
}

/** The same texts for a form, which shows its errors itself. */
export function useMovedOn({ meetingId, state }: Meeting) {
  const t = useT('meetings')
  const common = useT('common')
  const queries = useQueryClient()
  const quicker = t('acts.quicker', { state: common(`state.${state}`) })
  return {
    says: {
      conflict: quicker,
      wrongState: quicker,
      meetingClosed: quicker,
      meetingCancelled: quicker,
    },
    onRefused: (error: unknown) => {
      if (error instanceof ApiError && error.status === 409)
        return queries.invalidateQueries({ queryKey: ['meeting', meetingId] })
    },
  }
}
