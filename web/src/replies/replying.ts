import { useMutation } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { ReplyInput } from '../../../src/meetings/contract/reply.ts'
import { ApiError } from '../api.ts'
import { useConnection } from '../live.ts'

type Wanted<R> = { reply: R; key: string }
/**
 * State of the last choice. `waiting`: no server answered; it is sent again as soon as one does.
 * `failed`: refused; the stored reply still counts.
 */
export type Replying<R = ReplyInput> = {
  step: 'idle' | 'saving' | 'waiting' | 'failed'
  /** the choice that is not stored yet */
  wanted: R | null
  error: unknown
  choose: (reply: R) => void
  again: () => void
}

/**
 * One press saves. Presses in quick succession are sent one after the other, so that the last one
 * counts.
 */
export function useReplying<R = ReplyInput>(
  of: string,
  {
    save,
    onSaved,
  }: {
    save: (reply: R, key: string) => Promise<unknown>
    onSaved?: (reply: R) => unknown
  },
): Replying<R> {
  const { connection } = useConnection()
  const sending = useMutation({
    scope: { id: `reply:${of}` },
    mutationFn: ({ reply, key }: Wanted<R>) => save(reply, key),
    onSuccess: (_answer, { reply }) => onSaved?.(reply),
  })
  const { mutate, variables } = sending
  const isOffline = sending.error instanceof ApiError && sending.error.code === 'offline'
  useEffect(() => {
    if (isOffline && connection === 'live' && variables) mutate(variables)
  }, [isOffline, connection, variables, mutate])
  const step = sending.isPending
    ? 'saving'
    : isOffline
      ? 'waiting'
      : sending.isError
        ? 'failed'
        : 'idle'
  return {
    step,
    wanted: step === 'saving' || step === 'waiting' ? (variables?.reply ?? null) : null,
    error: sending.error,
    choose: reply => mutate({ reply, key: crypto.randomUUID() }),
    again: () => {
      if (variables) mutate(variables)
    },
  }
}
