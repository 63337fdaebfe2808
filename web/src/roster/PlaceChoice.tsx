import type { FunctionId } from '../../../src/lib/ids.ts'
import type { StaffFunction } from '../../../src/roster/contract/roster.ts'
import { useT } from '../i18n/i18n.ts'
import { Select } from '../ui/Field.tsx'

/** A place in a function as the form keeps it; both empty: none. */
export type ChosenPlace = { functionId: FunctionId | ''; rank: string }
export const noPlace: ChosenPlace = { functionId: '', rank: '' }

export function placeFrom({
  functionId,
  rank,
}: ChosenPlace): { functionId: FunctionId; rank: number }[] {
  return functionId === '' ? [] : [{ functionId, rank: Number(rank) }]
}

/** Chooses the function somebody gets at once; offers only free places. */
export function PlaceChoice({
  functions,
  value,
  onChange,
  error,
}: {
  functions: readonly StaffFunction[]
  value: ChosenPlace
  onChange: (place: ChosenPlace) => void
  error: string | null
}) {
  const t = useT('roster')
  const free = freeRanks(functions.find(fn => fn.functionId === value.functionId))
  const choose = (functionId: FunctionId | '') => {
    const [first] = freeRanks(functions.find(fn => fn.functionId === functionId))
    onChange({ functionId, rank: functionId === '' ? '' : String(first) })
  }
  return (
    <div className="form-grid">
      <Select<FunctionId | ''>
        label={t('memberForm.function')}
        value={value.functionId}
        onChange={choose}
        options={[
          { value: '', label: t('memberForm.noFunction') },
          ...functions.map(fn => ({ value: fn.functionId, label: fn.label, group: fn.block })),
        ]}
      />
      {value.functionId === '' ? null : (
        <Select
          label={t('memberForm.place')}
          value={value.rank}
          onChange={rank => onChange({ ...value, rank })}
          error={error}
          options={free.map(rank => ({
            value: String(rank),
            label: rank === 0 ? t('holders.holder') : t('holders.deputy', { n: rank }),
          }))}
        />
      )}
    </div>
  )
}

/** Free ranks: the holder's, gaps among the deputies, and the one after the last. */
function freeRanks(fn: StaffFunction | undefined): number[] {
  const taken = fn?.holders.map(holder => holder.rank) ?? []
  const last = Math.max(0, ...taken) + 1
  return Array.from({ length: last + 1 }, (_, rank) => rank).filter(rank => !taken.includes(rank))
}
