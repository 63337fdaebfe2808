import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Overview } from '../../../src/overview/contract.ts'
import { api, send } from '../api.ts'
import { ButtonLink } from '../frame/links.tsx'
import { useErrorText } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Badge, Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { useFormat, useNow } from '../ui/time.tsx'
import { useToast } from '../ui/Toast.tsx'

type Order = Overview['orders'][number]

/**
 * The person's open orders, the most urgent first; one press marks an order as done and can be
 * undone in place.
 */
export function OrdersPanel({ orders }: { orders: readonly Order[] }) {
  const t = useT('overview')
  const nowMs = useNow(60_000)
  const finish = useFinish()
  const isOverdue = ({ dueAt }: Order) => dueAt !== null && Date.parse(dueAt) < nowMs
  const overdue = orders.filter(isOverdue)
  return (
    <Panel
      title={t('orders.title')}
      badge={
        overdue.length > 0 ? (
          <Badge tone="bad">{t('orders.overdue', { count: overdue.length })}</Badge>
        ) : null
      }
      aside={
        <>
          {orders.length > 0 ? (
            <span className="secondary soft">{t('orders.open', { count: orders.length })}</span>
          ) : null}
          <ButtonLink size="small" variant="tertiary" to="/orders">
            {t('orders.all')}
          </ButtonLink>
        </>
      }
    >
      {orders.length === 0 ? (
        <EmptyState title={t('orders.none')}>{t('orders.noneText')}</EmptyState>
      ) : null}
      <ul className="plain-list">
        {orders.map(order => (
          <li key={order.entryId} className="line order">
            <span className="grow">
              <b className="order-text">{order.text}</b>
              <br />
              <OrderFacts order={order} nowMs={nowMs} isOverdue={isOverdue(order)} />
            </span>
            <Button
              size="small"
              variant={order === overdue[0] ? 'primary' : 'secondary'}
              label={t('orders.doneFor', { text: order.text })}
              busy={
                finish.isPending && finish.variables.entryId === order.entryId && t('orders.saving')
              }
              onClick={() => finish.mutate(order)}
            >
              {t('orders.done')}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function OrderFacts({
  order,
  nowMs,
  isOverdue,
}: {
  order: Order
  nowMs: number
  isOverdue: boolean
}) {
  const t = useT('overview')
  const format = useFormat()
  return (
    <span className="secondary soft">
      {order.dueAt === null ? (
        t('orders.noDue')
      ) : (
        <span className={isOverdue ? 'bad-text' : undefined}>
          {t('orders.due', { when: format.spoken(order.dueAt, nowMs) })}
          {isOverdue
            ? ` – ${t('orders.since', { duration: format.duration(Math.max(60_000, nowMs - Date.parse(order.dueAt))) })}`
            : ''}
        </span>
      )}
      {` · ${order.meetingTitle}`}
    </span>
  )
}

function useFinish() {
  const t = useT('overview')
  const say = useToast()
  const errorText = useErrorText()
  const queries = useQueryClient()
  const refresh = ({ meetingId }: Order) =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['overview'] }),
      queries.invalidateQueries({ queryKey: ['meeting', meetingId, 'journal'] }),
    ])
  const onError = (error: unknown) => say(errorText(error))
  const reopen = useMutation({
    mutationFn: ({ entryId }: Order) =>
      send(api.api.entries[':entryId'].reopen.$post({ param: { entryId } })),
    onSuccess: (_entry, order) => refresh(order),
    onError,
  })
  return useMutation({
    mutationFn: ({ entryId }: Order) =>
      send(api.api.entries[':entryId'].done.$post({ param: { entryId }, json: {} })),
    onSuccess: (_entry, order) => {
      say(t('orders.isDone', { text: order.text }), { undo: () => reopen.mutate(order) })
      return refresh(order)
    },
    onError,
  })
}
