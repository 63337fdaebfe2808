import type { Holder, StaffFunction } from '../../../src/roster/contract/roster.ts'
import { useT } from '../i18n/i18n.ts'
import { Table } from '../ui/Table.tsx'
import { useDay } from './days.ts'

/** Former holders and deputies, folded away because they are rarely needed. */
export function FormerHolders({ functions }: { functions: readonly StaffFunction[] }) {
  const t = useT('roster')
  const day = useDay()
  const former = functions
    .flatMap(fn => fn.formerHolders.map(holder => ({ ...holder, label: fn.label })))
    .sort((a, b) => ((a.validUntil ?? '') < (b.validUntil ?? '') ? 1 : -1))
  if (former.length === 0) return null
  return (
    <details className="former-holders no-print">
      <summary>{t('functions.former', { count: former.length })}</summary>
      <Table
        caption={t('functions.formerTitle')}
        rows={former}
        rowKey={holder => holder.holderId}
        firstRows={50}
        columns={[
          {
            id: 'function',
            header: t('functions.function'),
            sortBy: holder => holder.label,
            cell: holder => holder.label,
          },
          {
            id: 'place',
            header: t('holders.place'),
            sortBy: holder => holder.rank,
            cell: holder => <PlaceName rank={holder.rank} />,
          },
          { id: 'name', header: t('members.name'), sortBy: holder => holder.name, cell: nameOf },
          {
            id: 'from',
            header: t('holders.from'),
            sortBy: holder => holder.validFrom,
            cell: holder => day(holder.validFrom),
          },
          {
            id: 'until',
            header: t('holders.until'),
            sortBy: holder => holder.validUntil,
            cell: holder => (holder.validUntil ? day(holder.validUntil) : ''),
          },
        ]}
      />
    </details>
  )
}

function PlaceName({ rank }: { rank: number }) {
  const t = useT('roster')
  return rank === 0 ? t('holders.holder') : t('holders.deputy', { n: rank })
}

const nameOf = (holder: Holder) => <b>{holder.name}</b>
