import type { AnswerPage } from '../../../src/meetings/contract/reply.ts'
import { useT } from '../i18n/i18n.ts'

export type Deputies = AnswerPage['deputies']
/** Who may stand in, as a query that may still run or have failed. */
export type DeputiesAsked = { data: Deputies | undefined; error: unknown }

/** *Vertreten durch Lena Vogt*; a deputy who has declined is marked. */
export function useDeputyWords(): (deputy: Deputies[number]) => { name: string; act: string } {
  const t = useT('replies')
  return ({ name: plain, hasDeclined }) => {
    const name = hasDeclined ? t('decline.alsoOut', { name: plain }) : plain
    return { name, act: t('decline.by', { name }) }
  }
}
