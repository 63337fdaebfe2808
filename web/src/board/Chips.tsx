import { useT } from '../i18n/i18n.ts'

/** Something a line understood. `isUnsure`: kept as typed, linked to nobody. */
export type Chip = { id: string; label: string; isUnsure?: boolean }

/** What a line understood; a press leaves the words in the text. */
export function Chips({
  chips,
  onTakeBack,
}: {
  chips: readonly Chip[]
  onTakeBack: (id: string) => void
}) {
  const t = useT('board')
  return (
    <>
      <span className="sr-only" role="status">
        {chips.map(({ label }) => label).join(', ')}
      </span>
      {chips.length > 0 ? (
        <ul className="chips plain-list" aria-label={t('entry.understood')}>
          {chips.map(({ id, label, isUnsure }, i) => (
            <li key={id}>
              <button
                type="button"
                className={isUnsure ? 'chip warn-text' : 'chip'}
                aria-keyshortcuts={i === chips.length - 1 ? 'Alt+Z' : undefined}
                title={t('entry.takeBack')}
                onClick={() => onTakeBack(id)}
              >
                {label}
                <span className="sr-only">, {t('entry.takeBack')}</span>{' '}
                <span aria-hidden="true">×</span>
                {i === chips.length - 1 ? <kbd aria-hidden="true">Alt Z</kbd> : null}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  )
}
