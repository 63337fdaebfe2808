import type { MailCounts, OutboxFilter } from '../../../src/mail/contract.ts'
import { useT } from '../i18n/i18n.ts'
import { Segments } from '../ui/Field.tsx'

const filters = ['all', 'failed', 'waiting', 'sent', 'unsent', 'withdrawn', 'superseded'] as const
export type Filter = 'all' | OutboxFilter

export function countOf(counts: MailCounts, filter: Filter): number {
  if (filter === 'all')
    return Object.values(counts).reduce<number>((sum, count = 0) => sum + count, 0)
  if (filter === 'waiting') return (counts.pending ?? 0) + (counts.sending ?? 0)
  return counts[filter] ?? 0
}

/** Buttons that show the mails of one state. States without mails have no button, except failed. */
export function StateFilter({
  counts,
  value,
  onChange,
}: {
  counts: MailCounts
  value: Filter
  onChange: (filter: Filter) => void
}) {
  const t = useT('invitations')
  const options = filters
    .map(filter => ({ value: filter, count: countOf(counts, filter) }))
    .filter(option => option.count > 0 || option.value === 'failed' || option.value === value)
  return (
    <div className="state-filter">
      <Segments
        label={t('filter.label')}
        value={value}
        onChange={onChange}
        options={options.map(option => ({
          value: option.value,
          label: t(`filter.${option.value}`, { count: option.count }),
        }))}
      />
    </div>
  )
}
