import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { MinutesView } from '../../../src/minutes/contract.ts'
import { ApiError, api, send, sentAs } from '../api.ts'
import { useConnection } from '../live.ts'
import { useDraft } from '../ui/draft.ts'
import { useOwner } from '../ui/owner.ts'
import {
  type FieldName,
  type Typed,
  decide,
  editOf,
  fieldsOf,
  markSent,
  settle,
  sortOut,
  storedText,
  typeInto,
  without,
} from './editing.ts'
import { minutesQuery } from '../meetings/queries.ts'

const pauseMs = 700

export type Editing = ReturnType<typeof useEditing>

/**
 * Saves typed texts a moment after the last key, only changed fields, against the revision they
 * were written for. Texts that could not be stored stay in memory, even when the page is left.
 */
export function useEditing(view: MinutesView) {
  const { meetingId, record, revision, state } = view
  const queries = useQueryClient()
  const { connection } = useConnection()
  const owner = useOwner()
  const [kept, keep] = useDraft(`minutes ${meetingId}`)
  // only `put` writes it
  const typed = kept === '' ? {} : (JSON.parse(kept) as Typed)
  const latest = useRef(typed)
  const put = (next: Typed) => {
    latest.current = next
    keep(fieldsOf(next).length === 0 ? '' : JSON.stringify(next))
  }
  const save = useMutation({
    mutationFn: (fields: FieldName[]) => {
      put(markSent(latest.current, record, fields))
      const json = { revision, edits: editOf(latest.current, fields) }
      const routes = api.api.meetings[':meetingId']
      return send(routes.minutes.$patch({ param: { meetingId }, json }, sentAs(owner)))
    },
    onSuccess: stored => {
      queries.setQueryData(minutesQuery(meetingId).queryKey, stored)
      put(settle(latest.current, stored.record))
    },
    onError: error => {
      if (isOvertaken(error)) return queries.invalidateQueries(minutesQuery(meetingId))
    },
  })
  const { toSend, stored, conflicts } = sortOut(typed, record)
  const isDraft = state === 'draft'
  const isOffline = save.error instanceof ApiError && save.error.code === 'offline'
  // after a failure it tries again on a new revision, a changed text or a restored connection;
  // otherwise the person must press
  const attempt = `${revision} ${JSON.stringify(editOf(typed, toSend))}`
  const failedAt = useRef('')
  const isStuck = save.isError && !isOvertaken(save.error) && !(isOffline && connection === 'live')
  const saveNow = () => {
    failedAt.current = attempt
    save.mutate(toSend)
  }
  const isDue = isDraft && toSend.length > 0 && !save.isPending
  const later = useRef<(() => void) | null>(null)
  useEffect(() => {
    later.current = isDue ? saveNow : null
    if (!isDue || (isStuck && failedAt.current === attempt)) return
    const timer = setTimeout(saveNow, pauseMs)
    return () => clearTimeout(timer)
  })
  useEffect(() => () => later.current?.(), [])
  useEffect(() => {
    if (isDraft && !save.isPending && stored.length > 0) put(without(latest.current, stored))
  })
  const isUnsaved = isDraft && (toSend.length > 0 || conflicts.length > 0 || save.isPending)
  useEffect(() => {
    if (!isUnsaved) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isUnsaved])
  return {
    /** a released version shows its own texts, not typed ones */
    textOf: (field: FieldName) =>
      (isDraft ? typed[field]?.text : undefined) ?? storedText(record, field),
    storedOf: (field: FieldName) => storedText(record, field),
    type: (field: FieldName, text: string) =>
      put(typeInto(latest.current, record, { field, text })),
    decide: (field: FieldName, text: string) =>
      put(decide(latest.current, record, { field, text })),
    isInConflict: (field: FieldName) => conflicts.includes(field),
    hasConflict: conflicts.length > 0,
    /** typed texts that were not stored before the release */
    late: isDraft ? [] : fieldsOf(typed).map(field => typed[field]?.text ?? ''),
    discard: () => put({}),
    isUnsaved,
    isSaving: save.isPending,
    problem: isStuck && toSend.length > 0 ? save.error : null,
    isOffline,
    saveNow,
  }
}

function isOvertaken(error: unknown): boolean {
  return (
    error instanceof ApiError && (error.code === 'conflict' || error.code === 'alreadyReleased')
  )
}
