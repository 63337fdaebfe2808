import { useT } from '../i18n/i18n.ts'
import { useFormat } from '../ui/time.tsx'
import { untilParts, type Moment } from './moments.ts'

/** e.g. *in 42 min*, *in 3 Tagen*, *beginnt jetzt*, *läuft seit 12 min* */
export function useMomentWords(): (moment: Moment) => string {
  const t = useT('overview')
  const common = useT('common')
  const format = useFormat()
  return ({ kind, ms }) => {
    if (kind === 'late' && ms >= 60_000)
      return common('meeting.overdue', { duration: format.duration(ms) })
    if (kind === 'late') return t('moment.soon')
    if (kind !== 'before')
      return t(`moment.${kind}`, { duration: format.duration(Math.max(ms, 60_000)) })
    const parts = untilParts(ms)
    if (parts.unit === 'soon') return t('moment.soon')
    if (parts.unit === 'days') return t('moment.days', { count: parts.days })
    return t('moment.in', { duration: format.duration(parts.ms) })
  }
}
