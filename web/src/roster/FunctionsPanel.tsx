import { memo } from 'react'
import type { Holder, Member, Roster } from '../../../src/roster/contract/roster.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Badge, Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { Table, type Column } from '../ui/Table.tsx'
import { useDay } from './days.ts'
import type { Editing } from './editing.ts'
import { FormerHolders } from './FormerHolders.tsx'
import { useMay } from './may.ts'
import { faultsOf, isOnlyGuest, linesOf, type FunctionLine } from './readiness.ts'

/** Functions in their blocks; required ones without a holder come first. */
export const FunctionsPanel = memo(function FunctionsPanel({
  roster,
  onEdit,
}: {
  roster: Roster
  onEdit: (editing: Editing) => void
}) {
  const t = useT('roster')
  const may = useMay()
  const lines = linesOf(roster)
  const members = new Map(roster.members.map(member => [member.memberId, member]))
  const reachable: Column<FunctionLine> = {
    id: 'reachable',
    header: t('functions.reachable'),
    isDetail: true,
    cell: line => (
      <Reach members={line.heldBy.flatMap(holder => members.get(holder.memberId) ?? [])} />
    ),
  }
  const actions: Column<FunctionLine> = {
    id: 'actions',
    header: t('actions'),
    isDetail: true,
    isHeaderHidden: true,
    isRight: true,
    cell: ({ fn, isGap }) => (
      <span className="row wrap row-actions no-print">
        <Button
          size="small"
          variant={isGap ? 'secondary' : 'tertiary'}
          label={t('functions.fillOf', { label: fn.label })}
          onClick={() => onEdit({ what: 'holders', fn })}
        >
          {t('functions.fill')}
        </Button>
        <Button
          size="small"
          variant="tertiary"
          label={t('functions.editOf', { label: fn.label })}
          onClick={() => onEdit({ what: 'function', fn })}
        >
          {t('functions.edit')}
        </Button>
      </span>
    ),
  }
  const add = (
    <Button size="small" onClick={() => onEdit({ what: 'addFunction' })}>
      {t('functions.add')}
    </Button>
  )
  return (
    <Panel
      title={t('functions.title')}
      aside={
        may.edit ? (
          <>
            {lines.length > 1 ? (
              <Button size="small" variant="tertiary" onClick={() => onEdit({ what: 'order' })}>
                {t('functions.order')}
              </Button>
            ) : null}
            {add}
          </>
        ) : null
      }
    >
      <Table
        caption={t('functions.title')}
        rows={lines}
        rowKey={line => line.fn.functionId}
        block={line => (line.isGap ? t('functions.gaps') : line.fn.block)}
        tone={line => (line.isGap ? 'bad' : undefined)}
        empty={
          <EmptyState title={t('functions.emptyTitle')}>{t('functions.emptyText')}</EmptyState>
        }
        columns={[
          {
            id: 'function',
            header: t('functions.function'),
            sortBy: line => line.fn.label,
            searchText: line => `${line.fn.label} ${line.fn.block}`,
            cell: line => <Label line={line} />,
          },
          {
            id: 'holder',
            header: t('functions.holder'),
            sortBy: line => line.heldBy[0]?.name ?? null,
            searchText: ({ heldBy, later, isGap }) =>
              [
                ...[...heldBy, ...later].map(holder => holder.name),
                isGap ? t('functions.unfilled') : '',
              ].join(' '),
            cell: line => <Holders line={line} />,
          },
          {
            id: 'deputies',
            header: t('functions.deputies'),
            isDetail: true,
            searchText: line => line.deputies.map(holder => holder.name).join(' '),
            cell: line => <Deputies line={line} />,
          },
          ...(may.seeReadiness ? [reachable] : []),
          ...(may.edit ? [actions] : []),
        ]}
      />
      <FormerHolders functions={roster.functions} />
    </Panel>
  )
})

function Label({ line: { fn, isGap } }: { line: FunctionLine }) {
  const common = useT('common')
  const beside = [isGap ? fn.block : '', fn.isRequired ? common('word.required') : '']
    .filter(Boolean)
    .join(' · ')
  return (
    <span>
      {fn.label} <span className="secondary soft">{beside}</span>
    </span>
  )
}

function Holders({ line: { fn, heldBy, later } }: { line: FunctionLine }) {
  const t = useT('roster')
  const next = later.filter(holder => holder.rank === 0)
  return (
    <span>
      {heldBy.length === 0 ? (
        <b className={fn.isRequired ? 'bad-text' : 'soft'}>{t('functions.unfilled')}</b>
      ) : (
        heldBy.map(holder => (
          <span key={holder.holderId}>
            <b>{holder.name}</b> <Until holder={holder} />
          </span>
        ))
      )}
      {next.map(holder => (
        <span key={holder.holderId} className="secondary soft following">
          <From holder={holder} /> {holder.name} <Until holder={holder} />
        </span>
      ))}
    </span>
  )
}

function Deputies({ line: { fn, deputies, later } }: { line: FunctionLine }) {
  const t = useT('roster')
  const next = later.filter(holder => holder.rank > 0)
  return (
    <span>
      {deputies.length === 0 ? (
        <span className={fn.isRequired ? 'warn-text' : 'soft'}>{t('functions.none')}</span>
      ) : (
        <ol className="deputy-order">
          {deputies.map(holder => (
            <li key={holder.holderId} value={holder.rank}>
              <span aria-hidden="true">{holder.rank} </span>
              {holder.name} <Until holder={holder} />
            </li>
          ))}
        </ol>
      )}
      {next.map(holder => (
        <span key={holder.holderId} className="secondary soft following">
          <From holder={holder} /> {holder.rank} {holder.name} <Until holder={holder} />
        </span>
      ))}
    </span>
  )
}

function Until({ holder }: { holder: Holder }) {
  const t = useT('roster')
  const day = useDay()
  return holder.validUntil ? (
    <b className="secondary soft">{t('functions.until', { day: day(holder.validUntil) })}</b>
  ) : null
}

function From({ holder }: { holder: Holder }) {
  const t = useT('roster')
  const day = useDay()
  return <b>{t('functions.from', { day: day(holder.validFrom) })}</b>
}

/** Whether today's holders can be reached; a fault of one counts for the function. */
function Reach({ members }: { members: readonly Member[] }) {
  const t = useT('roster')
  if (members.length === 0) return null
  const faults = [...new Set(members.flatMap(faultsOf))]
  if (faults.length > 0)
    return (
      <span className="row wrap badges">
        {faults.map(fault => (
          <Badge key={fault} tone={fault === 'mailProblem' ? 'bad' : 'warn'}>
            {t(`reach.${fault}`)}
          </Badge>
        ))}
      </span>
    )
  const isGuest = members.every(member => isOnlyGuest(member) && !member.hasSecondFactor)
  return (
    <Badge tone={isGuest ? 'neutral' : 'ok'}>{t(isGuest ? 'reach.guest' : 'reach.full')}</Badge>
  )
}
