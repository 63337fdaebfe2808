import { useState } from 'react'
import { addDays } from '../../../src/lib/time.ts'
import type { Member, Roster, Staff, StaffFunction } from '../../../src/roster/contract/roster.ts'
import { api, send } from '../api.ts'
import { FormDialog } from '../frame/FormDialog.tsx'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { InvitationChanges } from './InvitationChanges.tsx'
import { Button } from '../ui/Button.tsx'
import { PersonPicker } from './PersonPicker.tsx'
import { PlaceRows } from './PlaceRows.tsx'
import { addEntry, entriesOf, placesProblem, wantedFrom, type Entry } from './places.ts'
import { rosterQuery } from './queries.ts'

type Props = { staff: Staff; roster: Roster; fn: StaffFunction; onClose: () => void }

/** Sets holders and deputies of a function with their order and days. */
export function HoldersDialog({ staff: { staffId }, roster, fn, onClose }: Props) {
  const t = useT('roster')
  const { today } = roster
  const param = { staffId, functionId: fn.functionId }
  const now = roster.functions.find(each => each.functionId === fn.functionId) ?? fn
  const [basis, setBasis] = useState(now)
  const [entries, setEntries] = useState(() => entriesOf(now.holders))
  const problem = placesProblem(entries, today)
  const save = useSetHolders({ staffId, fn: basis, today, onSaved: onClose })
  const add = (member: Member, as: 'holder' | 'deputy') => {
    const { memberId, displayName: name } = member
    setEntries(
      addEntry(entries, {
        memberId,
        name,
        as,
        key: crypto.randomUUID(),
        dayAfter: day => addDays(day, 1),
      }),
    )
  }
  const isOutdated = JSON.stringify(now.holders) !== JSON.stringify(basis.holders) && !save.isBusy
  return (
    <FormDialog
      title={t('holders.title', { label: fn.label })}
      save={save}
      value={problem ? null : entries}
      entered={entries.map(({ key: _own, ...entry }) => entry)}
      onClose={onClose}
      isWide
    >
      <p className="soft">{t('holders.text')}</p>
      {isOutdated ? (
        <p className="row wrap warn-text" role="status">
          {t('holders.outdated')}
          <Button
            size="small"
            onClick={() => {
              setBasis(now)
              setEntries(entriesOf(now.holders))
            }}
          >
            {t('holders.showNew')}
          </Button>
        </p>
      ) : null}
      <PlaceRows
        entries={entries}
        today={today}
        problem={save.wasTried ? problem : null}
        onChange={setEntries}
      />
      <InvitationChanges
        change={problem ? null : wantedFrom(entries, today)}
        ask={holders => send(route.preview.$post({ param, json: { holders } }))}
      />
      <PersonPicker
        members={roster.members}
        actions={member => (
          <span className="row row-actions">
            <Button
              size="small"
              variant="tertiary"
              label={t('holders.addHolderOf', { name: member.displayName })}
              onClick={() => add(member, 'holder')}
            >
              {t('holders.addHolder')}
            </Button>
            <Button
              size="small"
              variant="tertiary"
              label={t('holders.addDeputyOf', { name: member.displayName })}
              onClick={() => add(member, 'deputy')}
            >
              {t('holders.addDeputy')}
            </Button>
          </span>
        )}
      />
    </FormDialog>
  )
}

type ToSave = { staffId: Staff['staffId']; fn: StaffFunction; today: string; onSaved: () => void }

/** Saves with an undo, which restores the former holders from today on. */
function useSetHolders({ staffId, fn, today, onSaved }: ToSave) {
  const t = useT('roster')
  const { functionId, label } = fn
  type Holders = Parameters<(typeof route)['$put']>[0]['json']['holders']
  const put = (holders: Holders) =>
    send(route.$put({ param: { staffId, functionId }, json: { holders } }))
  const before = () =>
    fn.holders.map(({ memberId, rank, validFrom, validUntil }) => ({
      memberId,
      rank,
      validUntil,
      ...(validFrom > today ? { validFrom } : {}),
    }))
  return useSave({
    send: (entries: readonly Entry[]) => put(wantedFrom(entries, today)),
    done: () => t('holders.saved', { label }),
    undo: {
      send: () => put(before()),
      done: t('holders.restored', { label }),
      failed: t('memberForm.notRestored'),
    },
    answers: rosterQuery(staffId).queryKey,
    onSaved,
  })
}

const route = api.api.staffs[':staffId'].functions[':functionId'].holders
