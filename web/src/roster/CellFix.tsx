import { useState } from 'react'
import { likeliestFirst } from '../../../src/roster/rules/functionNames.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import type { ImportRow } from '../../../src/roster/contract/import.ts'

export type CellHelp = {
  functions: readonly { label: string }[]
  /** opens the form of a new function, which then stands in the cell */
  onAddFunction: (cell: string, label: string) => void
}

/** What puts a faulty cell right without typing it anew; nothing where only typing does. */
export function CellFix({
  problem,
  label,
  text,
  help,
  onCorrect,
}: {
  problem: ImportRow['problems'][number]
  label: string
  /** the whole cell as the list has it */
  text: string
  help: CellHelp
  onCorrect: (cell: string, text: string) => void
}) {
  const t = useT('roster')
  const { cell, expected = '', instead } = problem
  if (instead !== undefined)
    return (
      <Button size="small" variant="tertiary" onClick={() => onCorrect(cell, instead)}>
        {problem.problem === 'rankTaken'
          ? t('importing.fix.asDeputy')
          : t('importing.fix.take', { value: instead })}
      </Button>
    )
  if (problem.problem === 'unknownFunction' && !/[|;\n]/.test(problem.value))
    return <FunctionChoice {...{ problem, label, help, onCorrect }} />
  if (problem.problem === 'unknownDeputy')
    return (
      <AddressOf
        name={expected}
        onKeep={email => onCorrect(cell, withAddress(text, expected, email))}
      />
    )
  if (problem.problem === 'ambiguousDeputy')
    return expected.split(', ').map(email => (
      <Button
        key={email}
        size="small"
        variant="tertiary"
        onClick={() => onCorrect(cell, `${problem.value} <${email}>`)}
      >
        {t('importing.fix.take', { value: email })}
      </Button>
    ))
  return null
}

const withAddress = (text: string, name: string, email: string) =>
  text.replace(name, () => `${name} <${email}>`)
const add = '+'

function FunctionChoice({
  problem: { cell, value },
  label,
  help,
  onCorrect,
}: {
  problem: ImportRow['problems'][number]
  label: string
  help: CellHelp
  onCorrect: (cell: string, text: string) => void
}) {
  const t = useT('roster')
  return (
    <select
      className="kern-form-input__select cell-choice"
      aria-label={t('importing.fix.functionOf', { label })}
      value=""
      onChange={event =>
        event.target.value === add
          ? help.onAddFunction(cell, value)
          : onCorrect(cell, event.target.value)
      }
    >
      <option value="">{t('importing.fix.choose')}</option>
      {likeliestFirst(value, help.functions).map(fn => (
        <option key={fn.label} value={fn.label}>
          {fn.label}
        </option>
      ))}
      <option value={add}>{t('importing.fix.addFunction', { value })}</option>
    </select>
  )
}

/** Asks for the address of somebody who is named as a deputy only. */
function AddressOf({ name, onKeep }: { name: string; onKeep: (email: string) => void }) {
  const t = useT('roster')
  const [typed, setTyped] = useState('')
  const email = typed.trim()
  return (
    <form
      className="row wrap cell-address"
      onSubmit={event => {
        event.preventDefault()
        if (email !== '') onKeep(email)
      }}
    >
      <input
        className="kern-form-input__input cell-input"
        type="email"
        aria-label={t('importing.fix.addressOf', { name })}
        placeholder={t('importing.fix.address')}
        autoComplete="off"
        value={typed}
        onChange={event => setTyped(event.target.value)}
      />
      <Button
        size="small"
        type="submit"
        disabledReason={email === '' ? t('importing.fix.addressFirst') : null}
      >
        {t('importing.fix.add')}
      </Button>
    </form>
  )
}
