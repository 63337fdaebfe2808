import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { OutboxFilter } from '../../../src/mail/contract.ts'
import { pageOfMails } from '../../../src/mail/rules.ts'
import type { Id, StaffId } from '../../../src/lib/ids.ts'
import { api, send } from '../api.ts'

type Narrowed = { state: OutboxFilter | null; search: string }

/** The mails of the staff, newest first, page by page. */
export const outboxQuery = (staffId: StaffId, { state, search }: Narrowed) =>
  infiniteQueryOptions({
    queryKey: ['staff', staffId, 'outbox', 'list', state, search],
    queryFn: ({ pageParam }) =>
      send(
        api.api.staffs[':staffId'].outbox.$get({
          param: { staffId },
          query: {
            ...(state ? { state } : {}),
            ...(search ? { search } : {}),
            ...(pageParam ? { before: pageParam } : {}),
          },
        }),
      ),
    initialPageParam: null as Id<'mail'> | null,
    getNextPageParam: page => (page.length < pageOfMails ? null : (page.at(-1)?.mailId ?? null)),
    placeholderData: keepPreviousData,
  })

export const mailCountsQuery = (staffId: StaffId, search: string) =>
  queryOptions({
    queryKey: ['staff', staffId, 'outbox', 'counts', search],
    queryFn: () =>
      send(
        api.api.staffs[':staffId'].outbox.counts.$get({
          param: { staffId },
          query: search ? { search } : {},
        }),
      ),
    placeholderData: keepPreviousData,
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
