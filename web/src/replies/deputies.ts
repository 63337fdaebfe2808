import type { AnswerPage } from '../../../src/meetings/contract/reply.ts'
import { useT } from '../i18n/i18n.ts'

export type Deputies = AnswerPage['deputies']
/** Who may stand in, as a query that may still run or have failed. */
export type DeputiesAsked = { data: Deputies | undefined; error: unknown }

/** *Vertreten durch Lena Vogt, SMS Ordnung*; a deputy who has declined is marked. */
export function useDeputyWords(): (deputy: Deputies[number]) => string {
  const t = useT('replies')
  return ({ name: plain, functions, hasDeclined }) => {
    // where a namesake is told apart by the function, the name contains it already
    const told = functions.filter(label => !plain.includes(label))
    const name = [plain, ...told].join(', ')
    return t('decline.by', { name: hasDeclined ? t('decline.alsoOut', { name }) : name })
  }
}
