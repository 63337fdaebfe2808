import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query'
import { useEffect, useRef, useState, type RefObject } from 'react'
import type { ErrorCode, FieldProblem } from '../../../src/lib/errors.ts'
import { ApiError } from '../api.ts'
import { useToast } from '../ui/Toast.tsx'
import { problemAt } from './fields.ts'
import { useErrorText } from './Loaded.tsx'

export type SaveOptions<In, Out> = {
  send: (entered: In) => Promise<Out>
  /** what is told once it is saved; null: nothing */
  done: ((saved: Out, entered: In) => string | null) | null
  /** takes it back in place; `failed` is told when that does not work, else why not */
  undo?: { send: (saved: Out, entered: In) => Promise<unknown>; done?: string; failed?: string }
  /** the query whose new value the answer is */
  answers?: QueryKey
  /** where the keys of queries begin that are asked again */
  stale?: readonly QueryKey[]
  onSaved?: (saved: Out, entered: In) => void
  /** awaited before the form shows the error */
  onRefused?: (error: unknown) => unknown
  /** words for a refusal that say more than the general ones */
  says?: Partial<Record<ErrorCode, string>>
}

/** What a form shows of its saving. */
export type Save<In, Out = unknown> = ReturnType<typeof useSave<In, Out>>

/** The saving of one form: what is sent, told, taken back and asked again, and what went wrong. */
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
      // before the form closes, so that what stands behind it is new already
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
  // to the first field at fault, whether it was found here or by the server, or to what is to be decided
  useEffect(() => {
    if (tries > 0)
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-question]')?.focus()
  }, [tries, error])
  return {
    /** null: something is missing or wrong, and the cursor goes there. While it is being sent a second press does nothing. */
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
    /** what the last answer was to, and the answer */
    sent: save.variables,
    saved: save.data,
    /** what the server found wrong with a field, by its dotted name */
    problem: (field: string): FieldProblem | undefined => problemAt(error, field),
    reset: () => {
      setTries(0)
      save.reset()
    },
    form,
  }
}
