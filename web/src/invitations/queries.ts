import { queryOptions } from '@tanstack/react-query'
import type { Id, StaffId } from '../../../src/lib/ids.ts'
import { api, send } from '../api.ts'

export const outboxQuery = (staffId: StaffId) =>
  queryOptions({
    queryKey: ['staff', staffId, 'outbox'],
    queryFn: () => send(api.api.staffs[':staffId'].outbox.$get({ param: { staffId } })),
  })

/**
 * The key begins with that of the outbox, so that an open mail becomes stale together with the
 * list.
 */
export const mailQuery = (staffId: StaffId, mailId: Id<'mail'>) =>
  queryOptions({
    queryKey: ['staff', staffId, 'outbox', mailId],
    queryFn: () => send(api.api.mails[':mailId'].$get({ param: { mailId } })),
  })
