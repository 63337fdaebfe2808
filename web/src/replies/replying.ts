import { useMutation } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { ReplyInput } from '../../../src/meetings/contract/reply.ts'
import { ApiError } from '../api.ts'
import { useConnection } from '../live.ts'

type Wanted = { reply: ReplyInput; key: string }
/**
 * State of the last choice. `waiting`: no server answered; it is sent again as soon as one does.
 * `failed`: refused; the stored reply still counts.
 */
export type Replying = {
  step: 'idle' | 'saving' | 'waiting' | 'failed'
  /** the choice that is not stored yet */
  wanted: ReplyInput | null
  error: unknown
  choose: (reply: ReplyInput) => void
  again: () => void
}

/**
 * One press saves. Presses in quick succession are sent one after the other, so that the last one
 * counts.
 */
export function useReplying(
  of: string,
  {
    save,
    onSaved,
  }: {
    save: (reply: ReplyInput, key: string) => Promise<unknown>
    onSaved?: (reply: ReplyInput) => unknown
  },
): Replying {
  const { connection } = useConnection()
  const sending = useMutation({
    scope: { id: `reply:${of}` },
    mutationFn: ({ reply, key }: Wanted) => save(reply, key),
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
