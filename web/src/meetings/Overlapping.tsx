import { useT } from '../i18n/i18n.ts'
import { few } from '../words/few.ts'

const mostNamed = 6

/** Who would be invited to another meeting at that time, told before anything is sent. */
export function Overlapping({ names }: { names: readonly string[] }) {
  const t = useT('planning')
  const common = useT('common')
  if (names.length === 0) return null
  return (
    <p className="warn-text">
      {t('move.overlap', {
        names: few(names, count => common('andMore', { count }), mostNamed),
        count: names.length,
      })}
    </p>
  )
}
