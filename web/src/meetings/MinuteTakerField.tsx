import { useQuery } from '@tanstack/react-query'
import type { MemberId, StaffId } from '../../../src/lib/ids.ts'
import { takesPart } from '../../../src/roster/rules/roster.ts'
import { rosterQuery } from '../roster/queries.ts'
import { useT } from '../i18n/i18n.ts'
import { Select } from '../ui/Field.tsx'

/** People with the role Protokollführung first, then others who see meetings. */
export function MinuteTakerField({
  staffId,
  value,
  onChange,
  error,
}: {
  staffId: StaffId
  value: MemberId | null
  onChange: (value: MemberId | null) => void
  error?: string | null
}) {
  const t = useT('planning')
  const common = useT('common')
  const roster = useQuery(rosterQuery(staffId)).data
  const people = (roster?.members ?? [])
    .filter(member => member.leftAt === null && takesPart(member.roles))
    .map(member => ({ ...member, isUsual: member.roles.includes('minuteTaker') }))
    .sort((a, b) => Number(b.isUsual) - Number(a.isUsual) || a.sortName.localeCompare(b.sortName))
  return (
    <Select
      label={t('change.minuteTaker')}
      value={value ?? ''}
      error={error}
      // the options below have these values
      onChange={next => onChange(next === '' ? null : (next as MemberId))}
      options={[
        { value: '', label: t('change.nobody') },
        ...people.map(({ memberId, displayName, functions, isUsual }) => ({
          value: memberId as string,
          label: [displayName, functions[0]].filter(Boolean).join(' · '),
          group: isUsual ? common('role.minuteTaker') : common('role.member'),
        })),
      ]}
    />
  )
}
