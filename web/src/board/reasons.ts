import type { FunctionRow } from '../../../src/board/contract.ts'
import { useT } from '../i18n/i18n.ts'
import { useFormat } from '../ui/time.tsx'

type Unfilled = NonNullable<FunctionRow['unfilled']>

/**
 * Says since when and why a function is unfilled. `isAsked` false: the meeting is not convened, so
 * nobody can have answered.
 */
export function useUnfilledWords({ hasBegun, isAsked }: { hasBegun: boolean; isAsked: boolean }) {
  const t = useT('board')
  const common = useT('common')
  const format = useFormat()
  return {
    since: ({ since }: Unfilled) => {
      if (!hasBegun) return t('functions.notThereYet')
      return since
        ? t('functions.unfilledSince', { time: format.time(since) })
        : t('functions.unfilledFromStart')
    },
    /** the same without *unbesetzt*, for lines that stand below that word */
    sinceOnly: ({ since }: Unfilled) =>
      since ? t('functions.since', { time: format.time(since) }) : t('functions.fromStart'),
    /** where it is seen that they are unfilled */
    shortSince: ({ since }: Unfilled) =>
      since ? t('wall.since', { time: format.time(since) }) : t('wall.sinceStart'),
    reason: ({ reason }: Unfilled) => {
      if (reason.kind === 'nobody') return t('reason.nobody')
      if (reason.kind === 'left' || reason.kind === 'couldNotConnect')
        return t(`reason.${reason.kind}`, { name: reason.name, time: format.time(reason.at) })
      if (reason.kind === 'promised') {
        return t(hasBegun ? 'reason.promised' : 'reason.promisedBefore', {
          name: reason.name,
          mode: common(`mode.${reason.mode}`),
        })
      }
      const isSilent = reason.kind === 'noReply' && !isAsked
      return t(isSilent ? 'reason.notAsked' : `reason.${reason.kind}`, { name: reason.name })
    },
  }
}
