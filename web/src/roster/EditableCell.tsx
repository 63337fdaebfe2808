import { Fragment, useRef, useState, type ReactNode } from 'react'
import { useT } from '../i18n/i18n.ts'
import { useFaultWords } from './CellFaults.tsx'
import { CellFix, type CellHelp } from './CellFix.tsx'
import type { ImportRow } from '../../../src/roster/contract/import.ts'

type Told = Pick<ImportRow, 'problems' | 'mended'>

/**
 * One cell of the list: what is taken, beside it what the list says when that is something else,
 * and what is wrong. A press lets it be corrected; Enter and leaving keep what was typed, Escape
 * does not.
 */
export function EditableCell({
  cell,
  label,
  taken,
  shown = taken || '–',
  told,
  text,
  options,
  help,
  onCorrect,
}: {
  /** e.g. B7; null: the list has no such column */
  cell: string | null
  label: string
  /** the text that a correction begins with */
  taken: string
  shown?: ReactNode
  told: Told
  /** the cell as the list has it, where that is known; a correction then begins with it */
  text?: string
  /** a list of proposals, by the id of its datalist */
  options?: string
  help: CellHelp
  onCorrect: (cell: string, text: string) => void
}) {
  const t = useT('roster')
  const words = useFaultWords()
  const [typed, setTyped] = useState<string | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const isLeft = useRef(false)
  const problems = told.problems.filter(each => each.cell === cell)
  const [problem] = problems
  const mended = told.mended.find(each => each.cell === cell)
  const before = text ?? problem?.value ?? taken
  const keep = () => {
    if (isLeft.current || typed === null || cell === null) return
    isLeft.current = true
    setTyped(null)
    if (typed !== before) onCorrect(cell, typed)
  }
  if (cell === null) return <span>{shown}</span>
  if (typed !== null) {
    return (
      <input
        className="kern-form-input__input cell-input"
        aria-label={label}
        value={typed}
        list={options}
        maxLength={2_000}
        autoFocus
        onChange={event => setTyped(event.target.value)}
        onBlur={keep}
        onKeyDown={event => {
          if (event.key === 'Enter') {
            event.preventDefault()
            keep()
          }
          if (event.key === 'Escape') {
            isLeft.current = true
            setTyped(null)
          }
          if (isLeft.current) requestAnimationFrame(() => button.current?.focus())
        }}
      />
    )
  }
  return (
    <span className={problem ? 'cell-told faulty' : 'cell-told'}>
      <button
        ref={button}
        type="button"
        className="text-button cell-button"
        onClick={() => {
          isLeft.current = false
          setTyped(before)
        }}
      >
        {problem && problem.value !== '' ? <s>{problem.value}</s> : null}
        {mended?.how === 'completed' || mended?.how === 'first' ? <s>{mended.value}</s> : null}
        {problem && (taken === '' || taken === problem.value) ? null : <span>{shown}</span>}
        <span className="sr-only">{t('importing.correctCell', { label })}</span>
      </button>
      {problems.map(each => (
        <Fragment key={`${each.problem} ${each.expected}`}>
          <span className="secondary warn-text following">
            {/* the choice below the cell shows the functions */}
            {words(each, each.problem === 'unknownFunction')}
          </span>
          <CellFix problem={each} text={before} {...{ label, help, onCorrect }} />
        </Fragment>
      ))}
    </span>
  )
}
