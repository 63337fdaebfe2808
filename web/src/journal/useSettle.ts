import type { Entry } from '../../../src/journal/contract.ts'
import type { StaffId } from '../../../src/lib/ids.ts'
import { api, send } from '../api.ts'
import { useErrorText } from '../frame/Loaded.tsx'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { useToast } from '../ui/Toast.tsx'
import { ordersQuery } from './queries.ts'

type Act = 'done' | 'reopen'
const opposite: Record<Act, Act> = { done: 'reopen', reopen: 'done' }

/** Marks an order as done, or opens it again; both can be undone in place. */
export function useSettle({ entryId, meetingId, label, doneAt }: Entry, staffId: StaffId) {
  const t = useT('journal')
  const say = useToast()
  const errorText = useErrorText()
  const perform = (act: Act) =>
    act === 'reopen'
      ? send(api.api.entries[':entryId'].reopen.$post({ param: { entryId } }))
      : // undoing the reopening restores the time at which the order was done
        send(
          api.api.entries[':entryId'].done.$post({
            param: { entryId },
            json: doneAt ? { at: doneAt } : {},
          }),
        )
  return useSave({
    send: perform,
    done: (_order, act) => t(act === 'done' ? 'finished' : 'reopened', { label }),
    undo: { send: (_order, act) => perform(opposite[act]) },
    stale: [ordersQuery(staffId).queryKey, ['meeting', meetingId, 'journal']],
    onRefused: error => say(errorText(error)),
  })
}
