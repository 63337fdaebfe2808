import { useRef, useState, type ReactNode } from 'react'
import { useT } from '../i18n/i18n.ts'
import { useExpectation } from './CellFaults.tsx'
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
  options,
  onCorrect,
}: {
  /** e.g. B7; null: the list has no such column */
  cell: string | null
  label: string
  /** the text that a correction begins with */
  taken: string
  shown?: ReactNode
  told: Told
  /** a list of proposals, by the id of its datalist */
  options?: string
  onCorrect: (cell: string, text: string) => void
}) {
  const t = useT('roster')
  const expectation = useExpectation()
  const [typed, setTyped] = useState<string | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const isLeft = useRef(false)
  const problem = told.problems.find(each => each.cell === cell)
  const mended = told.mended.find(each => each.cell === cell)
  const before = problem?.value ?? taken
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
        {mended?.how === 'completed' ? <s>{mended.value}</s> : null}
        {problem && (taken === '' || taken === problem.value) ? null : <span>{shown}</span>}
        <span className="sr-only">{t('importing.correctCell', { label })}</span>
      </button>
      {problem ? (
        <span className="secondary warn-text following">
          {t(`importing.problem.${problem.problem}`)}{' '}
          {/* the field itself proposes the functions */}
          {problem.problem === 'unknownFunction' ? '' : expectation(problem)}
        </span>
      ) : null}
    </span>
  )
}
