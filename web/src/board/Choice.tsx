import { useT } from '../i18n/i18n.ts'

export type Option = { name: string; detail: string }

/** The list below a field that keeps the focus; keys are the field's own. */
export function Choice({
  id,
  options,
  active,
  onPick,
}: {
  id: string
  options: readonly Option[]
  active: number
  onPick: (option: Option) => void
}) {
  const t = useT('board')
  return (
    <ul id={id} role="listbox" className="choice plain-list" aria-label={t('entry.whoIsMeant')}>
      {options.map((option, i) => (
        <li
          key={`${option.name} ${i}`}
          id={`${id}-${i}`}
          role="option"
          aria-selected={i === active}
          ref={i === active ? intoSight : undefined}
          // a press must not take the focus from the field
          onPointerDown={event => event.preventDefault()}
          onClick={() => onPick(option)}
        >
          {option.name} <span className="secondary soft">{option.detail}</span>
        </li>
      ))}
    </ul>
  )
}

const intoSight = (option: HTMLElement | null) => option?.scrollIntoView({ block: 'nearest' })
