import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { AgendaItem, Meeting } from '../../../src/meetings/contract/meeting.ts'
import { api, send } from '../api.ts'
import { meetingQuery } from '../board/queries.ts'
import { useT } from '../i18n/i18n.ts'
import { useErrorText } from '../ui/states.tsx'
import { useToast } from '../ui/Toast.tsx'
import { wishOf, type AgendaWish } from './agendaWish.ts'

type Change = (items: AgendaWish[]) => AgendaWish[]

/**
 * Saves every change at once, one after the other, made to the list as it is then. What can be shown before the answer is
 * shown; when it fails the list stands as the server has it.
 */
export function useAgenda({ meetingId }: Pick<Meeting, 'meetingId'>) {
  const t = useT('meetings')
  const say = useToast()
  const errorText = useErrorText()
  const queries = useQueryClient()
  const { queryKey } = meetingQuery(meetingId)
  const mutationKey = ['agenda', meetingId]
  const fail = (error: unknown) => say(t('agenda.notSaved', { why: errorText(error) }))
  const settle = () => {
    if (queries.isMutating({ mutationKey }) <= 1) return queries.invalidateQueries({ queryKey })
  }
  const save = useMutation({
    mutationKey,
    scope: { id: `agenda ${meetingId}` },
    mutationFn: (items: AgendaWish[]) =>
      send(api.api.meetings[':meetingId'].agenda.$put({ param: { meetingId }, json: { items } })),
    onMutate: async items => {
      await queries.cancelQueries({ queryKey })
      queries.setQueryData(
        queryKey,
        before => before && { ...before, agenda: shownBefore(before.agenda, items) },
      )
    },
    onSettled: settle,
  })
  const run = useMutation({
    mutationKey,
    scope: { id: `agenda ${meetingId}` },
    mutationFn: ({ itemId, act }: { itemId: AgendaItem['itemId']; act: 'start' | 'end' }) =>
      send(
        api.api.meetings[':meetingId'].agenda[':itemId'][act].$post({
          param: { meetingId, itemId },
        }),
      ),
    onError: fail,
    onSettled: settle,
  })
  const change = async (how: Change) => {
    const items = queries.getQueryData(queryKey)?.agenda ?? []
    await save.mutateAsync(how(items.map(wishOf)))
  }
  return {
    run: run.mutate,
    /** for a form, which says itself why it was not saved */
    change,
    /** the same beside no form; resolves to whether it was saved */
    attempt: (how: Change) =>
      change(how).then(
        () => true,
        (error: unknown) => {
          fail(error)
          return false
        },
      ),
  }
}

/** What is new has no id yet and appears with the answer. */
function shownBefore(before: readonly AgendaItem[], items: readonly AgendaWish[]): AgendaItem[] {
  return items.flatMap(item => {
    const known = before.find(each => each.itemId === item.itemId)
    return known ? [{ ...known, ...item, itemId: known.itemId }] : []
  })
}
