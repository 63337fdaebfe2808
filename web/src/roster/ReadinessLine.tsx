import type { Roster } from '../../../src/roster/contract/roster.ts'
import { useT } from '../i18n/i18n.ts'
import { useMay } from './may.ts'

/** The number of members, and how many lack what. */
export function ReadinessLine({ counts }: Pick<Roster, 'counts'>) {
  const t = useT('roster')
  const may = useMay()
  const unfilled = counts.required - counts.requiredFilled
  return (
    <p className="readiness">
      <span>
        <b>{counts.members}</b> {t('counts.members', { count: counts.members })}
      </span>
      {counts.required > 0 ? (
        <span>
          <b>{counts.required}</b> {t('counts.required', { count: counts.required })}
          {unfilled === 0 ? (
            t('counts.allFilled')
          ) : (
            <b className="bad-text">{t('counts.unfilled', { count: unfilled })}</b>
          )}
        </span>
      ) : null}
      {may.seeReadiness && counts.withoutMobile > 0 ? (
        <span className="warn-text">
          <b>{counts.withoutMobile}</b> {t('counts.withoutMobile')}
        </span>
      ) : null}
      {may.seeReadiness && counts.withoutSecondFactor > 0 ? (
        <span className="warn-text">
          <b>{counts.withoutSecondFactor}</b> {t('counts.withoutSecondFactor')}
        </span>
      ) : null}
    </p>
  )
}
