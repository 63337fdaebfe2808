import { toFirstFault } from './firstFault.ts'
import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query'
import { useEffect, useRef, useState, type RefObject } from 'react'
import type { ErrorCode, FieldProblem } from '../../../src/lib/errors.ts'
import { ApiError } from '../api.ts'
import { useToast } from '../ui/Toast.tsx'
import { problemAt } from './fields.ts'
import { useErrorText } from './Loaded.tsx'

export type SaveOptions<In, Out> = {
  send: (entered: In) => Promise<Out>
  /** text of the message after saving; null: no message */
  done: ((saved: Out, entered: In) => string | null) | null
  /**
   * takes the change back; `done` is the message then, `failed` the one when that fails (by default
   * the error's text)
   */
  undo?: { send: (saved: Out, entered: In) => Promise<unknown>; done?: string; failed?: string }
  /** key of the query whose new value is the answer */
  answers?: QueryKey
  /** beginnings of the keys of queries that become stale */
  stale?: readonly QueryKey[]
  onSaved?: (saved: Out, entered: In) => void
  /** runs before the form shows the error */
  onRefused?: (error: unknown) => unknown
  /** more precise texts for some error codes */
  says?: Partial<Record<ErrorCode, string>>
}

/** The state of a form's saving. */
export type Save<In, Out = unknown> = ReturnType<typeof useSave<In, Out>>

/** Saves one form: sends it, shows message and undo, renews queries, and keeps the error. */
export function useSave<In, Out>(options: SaveOptions<In, Out>) {
  const { send, done, undo, answers, stale = [], onSaved, onRefused, says } = options
  const queries = useQueryClient()
  const say = useToast()
  const errorText = useErrorText()
  const form: RefObject<HTMLFormElement | null> = useRef(null)
  const isSending = useRef(false)
  const [tries, setTries] = useState(0)
  const refresh = (answer: unknown) => {
    if (answers) queries.setQueryData(answers, answer)
    return Promise.all(stale.map(queryKey => queries.invalidateQueries({ queryKey })))
  }
  const takeBack = (saved: Out, entered: In) =>
    void undo?.send(saved, entered).then(
      answer => {
        void refresh(answer)
        if (undo.done) say(undo.done)
      },
      (error: unknown) => say(undo.failed ?? errorText(error)),
    )
  const save = useMutation({
    mutationFn: send,
    onSuccess: (saved, entered) => {
      setTries(0)
      // starts before the form closes, so that the page behind it is current
      const refreshed = refresh(saved)
      onSaved?.(saved, entered)
      const text = done?.(saved, entered)
      if (text) say(text, undo ? { undo: () => takeBack(saved, entered) } : {})
      return refreshed
    },
    ...(onRefused ? { onError: onRefused } : {}),
    onSettled: () => void (isSending.current = false),
  })
  const { error } = save
  // focuses the first faulty field, whether found here or by the server, or the question to decide
  useEffect(() => {
    if (tries > 0) toFirstFault(form.current)
  }, [tries, error])
  return {
    /**
     * null: something is missing or wrong; the first such field gets the focus. A second press
     * while the form is being sent does nothing.
     */
    submit: (entered: In | null) => {
      if (isSending.current) return
      setTries(tries + 1)
      if (entered === null) return
      isSending.current = true
      save.mutate(entered)
    },
    isBusy: save.isPending,
    wasTried: tries > 0,
    error,
    errorText: error instanceof ApiError ? says?.[error.code as ErrorCode] : undefined,
    /** the value last sent, and its answer */
    sent: save.variables,
    saved: save.data,
    /** the server's problem with a field, by its dotted name */
    problem: (field: string): FieldProblem | undefined => problemAt(error, field),
    reset: () => {
      setTries(0)
      save.reset()
    },
    form,
  }
}
