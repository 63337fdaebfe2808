import type { Role } from '../../../src/lib/actor.ts'
import { useT } from '../i18n/i18n.ts'
import type { ImportRow } from '../../../src/roster/contract/import.ts'

/**
 * The faulty cells by their names in the spreadsheet, with their values and the values that are
 * allowed.
 */
export function CellFaults({ problems }: Pick<ImportRow, 'problems'>) {
  const t = useT('roster')
  const expectation = useExpectation()
  return (
    <ul className="plain-list cell-faults">
      {problems.map(problem => {
        const { cell, column, value } = problem
        const words = { cell, column, value, problem: t(`importing.problem.${problem.problem}`) }
        const expected = expectation(problem)
        return (
          <li key={`${cell} ${problem.problem}`}>
            {t(value === '' ? 'importing.cellEmpty' : 'importing.cell', words)}
            {expected ? <span className="secondary soft following">{expected}</span> : null}
          </li>
        )
      })}
    </ul>
  )
}

/** The values that are allowed, or who has the place already. */
export function useExpectation() {
  const t = useT('roster')
  const common = useT('common')
  return ({ problem, expected }: ImportRow['problems'][number]): string => {
    if (!expected) return ''
    if (problem === 'rankTaken') return t('importing.takenBy', { name: expected })
    if (problem === 'contradictsEarlierRow') return t('importing.earlier', { value: expected })
    // the server gives roles by their names in code
    const words =
      problem === 'roleNotYours'
        ? expected
            .split(', ')
            .map(role => common(`role.${role as Role}`))
            .join(', ')
        : expected
    return t('importing.expected', { expected: words })
  }
}
