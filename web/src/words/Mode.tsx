import { modes, type Mode } from '../../../src/lib/modes.ts'
import { useT } from '../i18n/i18n.ts'
import { classes } from '../ui/classes.ts'
import './words.css'

export type Pattern = Mode | 'unfilled' | 'deputy' | 'planned'

/** Colour and pattern of a mode; its word always stands beside it. */
export function ModeSwatch({ kind }: { kind: Pattern }) {
  return <span className={classes('swatch', kind)} aria-hidden="true" />
}

export function ModeWord({
  kind,
  children,
}: {
  kind: Exclude<Pattern, 'planned'>
  children?: string
}) {
  const common = useT('common')
  return (
    <span className="mode">
      <ModeSwatch kind={kind} />
      {children ?? common(`mode.${kind}`)}
    </span>
  )
}

export function ModeLegend({ kinds }: { kinds: readonly Exclude<Pattern, 'planned'>[] }) {
  return (
    <ul className="legend">
      {kinds.map(kind => (
        <li key={kind}>
          <ModeWord kind={kind} />
        </li>
      ))}
    </ul>
  )
}

/**
 * Three equal buttons. None is filled before a choice; the chosen one shows when it was chosen.
 * `notes` may say that the room is full, but it can still be chosen.
 */
export function ModeChoice({
  label,
  chosen,
  chosenNote,
  notes = {},
  onChoose,
  disabledReason,
}: {
  label: string
  chosen: Mode | null
  /** e.g. *Ihre Zusage von 07:12* */
  chosenNote?: string
  notes?: Partial<Record<Mode, string>>
  onChoose: (mode: Mode) => void
  disabledReason?: string | null
}) {
  const common = useT('common')
  return (
    <>
      <div className="choice" role="group" aria-label={label}>
        {modes.map(mode => {
          const note = mode === chosen ? (chosenNote ?? notes[mode]) : notes[mode]
          return (
            <button
              key={mode}
              type="button"
              aria-pressed={mode === chosen}
              aria-disabled={disabledReason ? true : undefined}
              onClick={disabledReason ? undefined : () => onChoose(mode)}
            >
              <span>{common(`mode.${mode}`)}</span>
              {note ? <small>{note}</small> : null}
            </button>
          )
        })}
      </div>
      {disabledReason ? <p className="secondary soft">{disabledReason}</p> : null}
    </>
  )
}
