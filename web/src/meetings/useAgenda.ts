import { useMutation, useMutationState, useQueryClient } from '@tanstack/react-query'
import type { MeetingId } from '../../../src/lib/ids.ts'
import type { AgendaItem, Meeting } from '../../../src/meetings/contract/meeting.ts'
import { api, send } from '../api.ts'
import { onNewest } from '../frame/newest.ts'
import { useErrorText } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { useToast } from '../ui/Toast.tsx'
import { wishOf, type AgendaWish } from './agendaWish.ts'
import { meetingQuery } from './queries.ts'

/** Makes the wanted list from the newest one, which others may have changed. */
type Change = (items: AgendaWish[]) => AgendaWish[]

/** Applies a change to the agenda of this revision of the meeting and sends it. */
export function writeAgenda({ meetingId, agenda, revision }: Meeting, how: Change) {
  const json = { items: how(agenda.map(wishOf)), revision }
  return send(api.api.meetings[':meetingId'].agenda.$put({ param: { meetingId }, json }))
}

/**
 * Saves each change at once, one after the other, on the newest list. `agenda` shows changes before
 * they are answered; after a failure it is the list of the server.
 */
export function useAgenda({ meetingId, agenda }: Pick<Meeting, 'meetingId' | 'agenda'>) {
  const t = useT('agenda')
  const say = useToast()
  const errorText = useErrorText()
  const queries = useQueryClient()
  const query = meetingQuery(meetingId)
  const mutationKey = ['agenda', meetingId]
  const shared = {
    scope: { id: `agenda ${meetingId}` },
    onSuccess: (after: Meeting) => void queries.setQueryData(query.queryKey, after),
    // a request sent before the change may bring an older state, so a new one is sent
    onSettled: () => void queries.invalidateQueries(query),
  }
  const fail = (error: unknown, more: { undo?: () => void } = {}) =>
    say(t('agenda.notSaved', { why: errorText(error) }), more)
  const { mutateAsync: change } = useMutation({
    ...shared,
    mutationKey,
    mutationFn: (how: Change) => onNewest(queries, query, now => writeAgenda(now, how)),
  })
  const run = useMutation({
    ...shared,
    mutationFn: (what: { itemId: AgendaItem['itemId']; act: 'start' | 'end' }) =>
      runItem(meetingId, what),
    onError: error => fail(error),
  })
  const awaited = useMutationState({
    filters: { mutationKey, status: 'pending' },
    // this key has no other mutations
    select: mutation => mutation.state.variables as Change,
  })
  return {
    agenda: awaited.reduce(shownWith, agenda),
    run: run.mutate,
    /** resolves to whether it was saved; a failure shows a message with `more` */
    attempt: (how: Change, more?: { undo: () => void }) =>
      change(how).then(
        () => true,
        (error: unknown) => {
          fail(error, more)
          return false
        },
      ),
  }
}

function runItem(
  meetingId: MeetingId,
  { itemId, act }: { itemId: AgendaItem['itemId']; act: 'start' | 'end' },
) {
  const param = { meetingId, itemId }
  return send(api.api.meetings[':meetingId'].agenda[':itemId'][act].$post({ param }))
}

function shownWith(agenda: AgendaItem[], how: Change): AgendaItem[] {
  return how(agenda.map(wishOf)).map(item => {
    const known = agenda.find(each => each.itemId === item.itemId)
    return { startedAt: null, endedAt: null, ...known, ...item }
  })
}
