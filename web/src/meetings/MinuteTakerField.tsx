import { serverNow } from '../ui/clock.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { MemberId, PersonId, StaffId } from '../../../src/lib/ids.ts'
import { matches } from '../../../src/lib/search.ts'
import { startsOn } from '../../../src/lib/time.ts'
import { useT } from '../i18n/i18n.ts'
import { rosterQuery } from '../roster/queries.ts'
import { Select, TextInput } from '../ui/Field.tsx'
import { useZone } from '../ui/time.tsx'
import { takersOf, type Taker } from './takers.ts'

/** shorter lists are seen at once */
const searchedFrom = 12

/** The likeliest people first, each with why; long lists can be searched. */
export function MinuteTakerField({
  staffId,
  value,
  onChange,
  day,
  wrote,
  label,
  nobody,
  hint,
  error,
}: {
  staffId: StaffId
  value: MemberId | null
  onChange: (value: MemberId | null) => void
  /** on which functions are held, e.g. of the meeting; absent: today */
  day?: string
  /** entries of each person in the meeting */
  wrote?: ReadonlyMap<PersonId, number>
  label?: string
  nobody?: string
  hint?: string | undefined
  error?: string | null
}) {
  const t = useT('planning')
  const zone = useZone()
  const [sought, setSought] = useState('')
  const why = useTakerWords()
  const roster = useQuery(rosterQuery(staffId)).data
  const people = roster
    ? takersOf(roster, { day: day ?? startsOn(serverNow(), zone), ...(wrote ? { wrote } : {}) })
    : []
  const found = people.filter(
    ({ member }) =>
      member.memberId === value || matches(sought, member.displayName, ...member.functions),
  )
  return (
    <div className="stack">
      {people.length >= searchedFrom ? (
        <TextInput
          label={t('taker.search')}
          value={sought}
          onChange={setSought}
          autoComplete="off"
          maxLength={100}
        />
      ) : null}
      <Select
        label={label ?? t('change.minuteTaker')}
        hint={hint}
        value={value ?? ''}
        error={error}
        // the options below have these values
        onChange={next => onChange(next === '' ? null : (next as MemberId))}
        options={[
          { value: '', label: nobody ?? t('change.nobody') },
          ...found.map(taker => ({
            value: taker.member.memberId as string,
            label: [taker.member.displayName, taker.member.functions[0]]
              .filter(Boolean)
              .join(' · '),
            group: why(taker),
          })),
        ]}
      />
    </div>
  )
}

/** Why somebody stands where they do in the list. */
function useTakerWords(): (taker: Taker) => string {
  const t = useT('planning')
  const common = useT('common')
  return ({ entries, keeps, isUsual }) =>
    entries > 0 ? t('taker.wrote') : (keeps ?? common(isUsual ? 'role.minuteTaker' : 'role.member'))
}
