import type { Warning } from '../../../src/meetings/contract/meeting.ts'
import { useT } from '../i18n/i18n.ts'
import { useFormat } from '../ui/time.tsx'

/** Other meetings at the same time; replying is still possible. */
export function Overlaps({
  overlaps,
}: {
  overlaps: readonly Pick<Warning, 'meetingTitle' | 'startsAt'>[]
}) {
  const t = useT('replies')
  const format = useFormat()
  if (overlaps.length === 0) return null
  const titles = overlaps.map(({ meetingTitle, startsAt }) =>
    t('overlap.one', { title: meetingTitle, when: format.dateTime(startsAt, 'medium') }),
  )
  return <p className="warn-text">{t('overlap.same', { titles: titles.join(' · ') })}</p>
}
