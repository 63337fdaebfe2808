import { useState } from 'react'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { TextInput } from '../ui/Field.tsx'
import { useDay } from './days.ts'
import { arrowOf, MoveButtons } from './MoveButtons.tsx'
import {
  hasBegun,
  movePlace,
  placesOf,
  removeEntry,
  type Entry,
  type PlaceProblem,
} from './places.ts'

type Props = {
  entries: readonly Entry[]
  today: string
  problem: PlaceProblem | null
  onChange: (entries: Entry[]) => void
}

/** One row per person, by rank; a row keeps its focus when it moves. */
export function PlaceRows({ entries, today, problem, onChange }: Props) {
  const t = useT('roster')
  const [said, say] = useState('')
  const nameOf = (rank: number) =>
    rank === 0 ? t('holders.holder') : t('holders.deputy', { n: rank })
  const move = ({ rank, key }: Entry, by: -1 | 1) => {
    const next = movePlace(entries, { rank, by })
    const after = next.find(entry => entry.key === key)
    if (after) say(t('order.moved', { label: after.name, place: nameOf(after.rank) }))
    onChange(next)
  }
  const places = placesOf(entries)
  return (
    <div className="bordered">
      <p className="sr-only" role="status">
        {said}
      </p>
      {places[0]?.entries.length === 0 ? (
        <div className="place gap">
          <span className="place-name">{t('holders.holder')}</span>
          <b className="bad-text">{t('holders.none')}</b>
        </div>
      ) : null}
      {places
        .flatMap(place => place.entries)
        .map(entry => (
          <PlaceRow
            key={entry.key}
            entry={entry}
            today={today}
            placeName={nameOf(entry.rank)}
            problem={problem?.key === entry.key ? problem : null}
            onChange={changed =>
              onChange(entries.map(each => (each.key === entry.key ? changed : each)))
            }
            onMove={places.length > 1 ? by => move(entry, by) : null}
            onRemove={() => onChange(removeEntry(entries, entry.key))}
          />
        ))}
    </div>
  )
}

function PlaceRow({
  entry,
  today,
  placeName,
  problem,
  onChange,
  onMove,
  onRemove,
}: {
  entry: Entry
  today: string
  placeName: string
  problem: PlaceProblem | null
  onChange: (entry: Entry) => void
  /** null: there is only one place */
  onMove: ((by: -1 | 1) => void) | null
  onRemove: () => void
}) {
  const t = useT('roster')
  const day = useDay()
  const errorOf = (field: PlaceProblem['field']) =>
    problem?.field === field ? t(`holders.${problem.problem}`) : null
  // a changed rank begins today
  const from =
    entry.stored && entry.stored.rank !== entry.rank && entry.from < today ? today : entry.from
  return (
    <div
      className="place"
      role="group"
      aria-label={`${placeName}: ${entry.name}`}
      onKeyDown={event => {
        const by = arrowOf(event)
        if (by) onMove?.(by)
      }}
    >
      <div className="who">
        <span className="place-name">{placeName}</span>
        <b>{entry.name}</b>
        {errorOf('person') ? (
          <p className="secondary bad-text" role="alert">
            {errorOf('person')}
          </p>
        ) : null}
      </div>
      {hasBegun(entry, today) ? (
        <p className="since">{t('holders.since', { day: day(entry.from) })}</p>
      ) : (
        <TextInput
          label={t('holders.from')}
          type="date"
          value={from === '' ? today : from}
          min={today}
          onChange={next => onChange({ ...entry, from: next })}
          error={errorOf('from')}
        />
      )}
      <TextInput
        label={`${t('holders.until')} (${t('holders.untilHint')})`}
        type="date"
        value={entry.until}
        min={today}
        onChange={until => onChange({ ...entry, until })}
        error={errorOf('until')}
      />
      <div className="row wrap place-actions">
        {onMove ? <MoveButtons label={entry.name} onMove={onMove} /> : null}
        <Button
          size="small"
          variant="tertiary"
          label={t('holders.removeOf', { name: entry.name })}
          onClick={onRemove}
        >
          {t('holders.remove')}
        </Button>
      </div>
    </div>
  )
}
