import type { MailSummary } from '../../../src/mail/contract.ts'
import { useT } from '../i18n/i18n.ts'
import { Segments } from '../ui/Field.tsx'

const filters = ['all', 'failed', 'waiting', 'sent', 'unsent', 'withdrawn', 'superseded'] as const
export type Filter = (typeof filters)[number]

export function fits({ state }: Pick<MailSummary, 'state'>, filter: Filter): boolean {
  if (filter === 'all') return true
  return filter === 'waiting' ? state === 'pending' || state === 'sending' : state === filter
}

/** Buttons that show the mails of one state. States without mails have no button, except failed. */
export function StateFilter({
  mails,
  value,
  onChange,
}: {
  mails: readonly MailSummary[]
  value: Filter
  onChange: (filter: Filter) => void
}) {
  const t = useT('invitations')
  const options = filters
    .map(filter => ({ value: filter, count: mails.filter(mail => fits(mail, filter)).length }))
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
