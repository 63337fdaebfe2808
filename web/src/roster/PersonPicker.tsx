import { useState, type ReactNode } from 'react'
import type { Member } from '../../../src/roster/contract/roster.ts'
import { matches } from '../../../src/lib/search.ts'
import { useT } from '../i18n/i18n.ts'
import { TextInput } from '../ui/Field.tsx'
import { PersonRow } from '../ui/People.tsx'

const shownCount = 6

/** Finds a member of the staff by typing, with actions beside each. */
export function PersonPicker({
  members,
  actions,
}: {
  members: readonly Member[]
  actions: (member: Member) => ReactNode
}) {
  const t = useT('roster')
  const common = useT('common')
  const [typed, setTyped] = useState('')
  const found = members.filter(member =>
    matches(typed, member.sortName, member.organisation, ...member.functions),
  )
  return (
    <div className="picker">
      <TextInput
        label={t('holders.person')}
        hint={t('holders.personHint')}
        type="search"
        value={typed}
        onChange={setTyped}
        autoComplete="off"
        autoFocus
      />
      <p className="secondary soft" role="status">
        {found.length === 0
          ? common('ui.nothingFound', { text: typed })
          : found.length > shownCount
            ? common('ui.shown', { shown: shownCount, all: found.length })
            : ''}
      </p>
      <div className="bordered">
        {found.slice(0, shownCount).map(member => (
          <PersonRow
            key={member.memberId}
            isCompact
            name={member.displayName}
            detail={[member.functions.join(', '), member.organisation].filter(Boolean).join(' · ')}
          >
            {actions(member)}
          </PersonRow>
        ))}
      </div>
    </div>
  )
}
