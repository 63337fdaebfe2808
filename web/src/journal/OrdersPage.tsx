import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Entry } from '../../../src/journal/contract.ts'
import { maySeeJournal } from '../../../src/journal/rules.ts'
import { ButtonLink } from '../frame/links.tsx'
import { Loaded } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { useLive } from '../live.ts'
import { useActor, useStaff, type MyStaff } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { Badge, PageTitle, Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { useNow } from '../ui/time.tsx'
import { isOpen, isOverdue, ordersInOrder, passes, type OrderFilter } from './orders.ts'
import { OrdersTable } from './OrdersTable.tsx'
import { ordersQuery } from './queries.ts'
import './journal.css'

const filters: readonly OrderFilter[] = ['all', 'open', 'mine']

/** Aufträge of the staff: open ones first, the person's own before those of others. */
export function OrdersPage() {
  const t = useT('journal')
  const staff = useStaff()
  const maySee = maySeeJournal(useActor(), staff)
  const orders = useQuery({ ...ordersQuery(staff.staffId), enabled: maySee })
  useLive([`staff:${staff.staffId}`, ...(maySee ? [`staff:${staff.staffId}:orders`] : [])])
  if (!maySee) {
    return (
      <div className="page roomy">
        <PageTitle title={t('title')} />
        <Panel>
          <EmptyState title={t('refused')}>{t('refusedText')}</EmptyState>
        </Panel>
      </div>
    )
  }
  return (
    <div className="page roomy">
      <PageTitle title={t('title')}>
        {orders.data ? <Counts orders={orders.data} /> : null}
      </PageTitle>
      <Panel>
        <Loaded query={orders} what={t('title')}>
          {all => <Orders orders={all} staff={staff} />}
        </Loaded>
      </Panel>
    </div>
  )
}

function Counts({ orders }: { orders: readonly Entry[] }) {
  const t = useT('journal')
  const nowMs = useNow(60_000)
  const overdue = orders.filter(order => isOverdue(order, nowMs)).length
  return (
    <>
      <Badge>{t('open', { count: orders.filter(isOpen).length })}</Badge>
      {overdue > 0 ? <Badge tone="warn">{t('overdue', { count: overdue })}</Badge> : null}
    </>
  )
}

function Orders({ orders, staff }: { orders: readonly Entry[]; staff: MyStaff }) {
  const t = useT('journal')
  const [filter, setFilter] = useState<OrderFilter>('all')
  const { memberId } = staff
  const rows = ordersInOrder(orders, memberId).filter(order => passes(order, { filter, memberId }))
  const empty =
    orders.length === 0 ? (
      <EmptyState
        title={t('none')}
        action={<ButtonLink to="/meetings">{t('toMeetings')}</ButtonLink>}
      >
        {t('noneText')}
      </EmptyState>
    ) : (
      <EmptyState title={t(filter === 'mine' ? 'noneMine' : 'noneOpen')} />
    )
  const tools =
    orders.length === 0 ? null : (
      <span className="row wrap" role="group" aria-label={t('filter.label')}>
        {filters.map(each => (
          <Button
            key={each}
            size="small"
            isPressed={each === filter}
            onClick={() => setFilter(each)}
          >
            {t(`filter.${each}`)}
          </Button>
        ))}
      </span>
    )
  return <OrdersTable rows={rows} staff={staff} empty={empty} tools={tools} />
}
