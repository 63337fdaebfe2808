import type { Role } from '../../../src/lib/actor.ts'
import { useT } from '../i18n/i18n.ts'
import type { ImportRow } from '../../../src/roster/contract/import.ts'

/** What is wrong with a cell, and what would be right, as one sentence or two. */
export function useFaultWords() {
  const t = useT('roster')
  const expectation = useExpectation()
  return (problem: ImportRow['problems'][number], isBrief = false): string => {
    const what =
      // a number that begins with another digit is one that a spreadsheet changed
      problem.problem === 'notANumber' && /^\s*[1-9]/.test(problem.value)
        ? t('importing.lostZero')
        : t(`importing.problem.${problem.problem}`)
    const expected = isBrief ? '' : expectation(problem)
    return expected ? t('importing.told', { what, expected }) : what
  }
}

/**
 * The faulty cells by their names in the spreadsheet, with their values and the values that are
 * allowed.
 */
export function CellFaults({ problems }: Pick<ImportRow, 'problems'>) {
  const t = useT('roster')
  const words = useFaultWords()
  return (
    <ul className="plain-list cell-faults">
      {problems.map(problem => {
        const { cell, column, value } = problem
        const told = { cell, column, value, problem: words(problem) }
        return (
          <li key={`${cell} ${problem.problem} ${problem.expected}`}>
            {t(value === '' ? 'importing.cellEmpty' : 'importing.cell', told)}
          </li>
        )
      })}
    </ul>
  )
}

/** The values that are allowed, or who has the place already. */
function useExpectation() {
  const t = useT('roster')
  const common = useT('common')
  return ({ problem, expected }: ImportRow['problems'][number]): string => {
    if (!expected) return ''
    if (problem === 'rankTaken') return t('importing.takenBy', { name: expected })
    if (problem === 'unknownDeputy') return t('importing.whoIs', { name: expected })
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
