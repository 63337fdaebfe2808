import { Link } from '@tanstack/react-router'
import { Suspense, useState, type ReactNode } from 'react'
import type { Entry } from '../../../src/journal/contract.ts'
import { mayFinish, mayWriteJournal } from '../../../src/journal/rules.ts'
import { lazily } from '../frame/lazily.tsx'
import { useT } from '../i18n/i18n.ts'
import { useActor, type MyStaff } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { Badge } from '../ui/Panel.tsx'
import { Table } from '../ui/Table.tsx'
import { Time, useFormat, useNow } from '../ui/time.tsx'
import { blockOf, isOpen, isOverdue } from './orders.ts'
import { useSettle } from './useSettle.ts'

const AssignDialog = lazily(
  () => import('./AssignDialog.tsx'),
  file => file.AssignDialog,
)

/** Orders as a list to search, sort and print, each with its possible actions. */
export function OrdersTable({
  rows,
  staff,
  empty,
  tools,
}: {
  rows: readonly Entry[]
  staff: MyStaff
  empty: ReactNode
  tools: ReactNode
}) {
  const t = useT('journal')
  const format = useFormat()
  const nowMs = useNow(60_000)
  const stateWord = (order: Entry) => {
    if (order.retractedAt) return t('retracted', { when: format.spoken(order.retractedAt) })
    if (!order.doneAt) return isOverdue(order, nowMs) ? t('isOverdue') : t('stateOpen')
    const done = t('done', { when: format.spoken(order.doneAt) })
    return order.doneByName ? `${done} ${t('doneBy', { name: order.doneByName })}` : done
  }
  return (
    <Table
      caption={t('title')}
      rows={rows}
      rowKey={order => order.entryId}
      block={order => t(`block.${blockOf(order, staff.memberId)}`)}
      tone={order => (isOpen(order) ? undefined : 'muted')}
      empty={empty}
      tools={tools}
      columns={[
        {
          id: 'number',
          header: t('number'),
          cell: order => <span className="nowrap">{order.label}</span>,
          sortBy: order => order.label,
        },
        {
          id: 'order',
          header: t('order'),
          cell: order => {
            const text = <span className="order-text">{order.text}</span>
            return order.retractedAt ? <s>{text}</s> : text
          },
          sortBy: order => order.text,
        },
        {
          id: 'responsible',
          header: t('responsible'),
          cell: order => (
            <span>
              {order.responsibleName || <span className="warn-text">{t('nobody')}</span>}
              {order.responsibleName && !order.responsibleId ? (
                <span className="secondary soft"> ({t('asText')})</span>
              ) : null}
              {order.responsibleId === staff.memberId ? (
                <span className="secondary soft"> ({t('you')})</span>
              ) : null}
            </span>
          ),
          sortBy: order => order.responsibleName,
        },
        {
          id: 'due',
          header: t('due'),
          cell: order =>
            order.dueAt ? (
              <span className={isOverdue(order, nowMs) ? 'warn-text due' : 'due'}>
                <Time at={order.dueAt} as="spoken" />
              </span>
            ) : (
              <span className="soft">{t('noDue')}</span>
            ),
          sortBy: order => (order.dueAt ? Date.parse(order.dueAt) : null),
          searchText: order => (order.dueAt ? format.dateTime(order.dueAt) : ''),
        },
        {
          id: 'meeting',
          header: t('meeting'),
          cell: order => (
            <span>
              <Link to="/meetings/$meetingId" params={{ meetingId: order.meetingId }}>
                {order.meetingTitle}
              </Link>
              <br />
              <span className="secondary soft">{order.incidentTitle}</span>
            </span>
          ),
          sortBy: order => Date.parse(order.at),
          searchText: order => `${order.meetingTitle} ${order.incidentTitle}`,
        },
        {
          id: 'state',
          header: t('state'),
          cell: order =>
            isOverdue(order, nowMs) ? (
              <Badge tone="warn">{stateWord(order)}</Badge>
            ) : (
              stateWord(order)
            ),
          sortBy: stateWord,
        },
        {
          id: 'action',
          header: t('action'),
          cell: order => (
            <span className="row wrap">
              <Assign order={order} staff={staff} />
              <Action order={order} staff={staff} />
            </span>
          ),
          isRight: true,
        },
      ]}
    />
  )
}

function Assign({ order, staff }: { order: Entry; staff: MyStaff }) {
  const t = useT('journal')
  const actor = useActor()
  const [isAssigning, setAssigning] = useState(false)
  const { staffId } = staff
  if (order.retractedAt || !mayWriteJournal(actor, { ...order, staffId })) return null
  return (
    <>
      <Button
        size="small"
        variant="tertiary"
        label={t('assignOf', { label: order.label })}
        onClick={() => setAssigning(true)}
      >
        {t('assign')}
      </Button>
      <Suspense fallback={null}>
        {isAssigning ? (
          <AssignDialog order={order} staffId={staffId} onClose={() => setAssigning(false)} />
        ) : null}
      </Suspense>
    </>
  )
}

function Action({ order, staff }: { order: Entry; staff: MyStaff }) {
  const t = useT('journal')
  const may = mayFinish(useActor(), {
    staffId: staff.staffId,
    minuteTakerId: order.minuteTakerId,
    responsibleId: order.responsibleId,
  })
  const settle = useSettle(order, staff.staffId)
  const { label } = order
  if (order.retractedAt) return null
  const { responsibleName: name } = order
  const reason = may ? null : name ? t('notAllowed', { name }) : t('notAllowedNobody')
  // people who may not reopen a settled order get no button, not even a disabled one
  if (order.doneAt && !may) return null
  return order.doneAt ? (
    <Button
      size="small"
      variant="tertiary"
      label={t('reopenOf', { label })}
      onClick={() => settle.submit('reopen')}
    >
      {t('reopen')}
    </Button>
  ) : (
    <Button
      size="small"
      label={t('finishOf', { label })}
      disabledReason={reason}
      onClick={() => settle.submit('done')}
    >
      {t('finish')}
    </Button>
  )
}
