import { useQuery } from '@tanstack/react-query'
import type { StaffId } from '../../../src/lib/ids.ts'
import { useT } from '../i18n/i18n.ts'
import { staffQuery } from '../roster/queries.ts'

/** Says that only nationwide holidays are known, because the staff has not set its Land. */
export function LandHint({ staffId }: { staffId: StaffId }) {
  const t = useT('planning')
  const { data } = useQuery(staffQuery(staffId))
  if (data?.land !== null) return null
  return <p className="secondary soft">{t('plan.landUnknown')}</p>
}
