import { Link } from '@tanstack/react-router'
import type { MeetingId } from '../../../src/lib/ids.ts'
import { useT } from '../i18n/i18n.ts'

/** Says in a form about one meeting of a series where the following ones are changed, too. */
export function OnlyThis({ meetingId }: { meetingId: MeetingId }) {
  const t = useT('planning')
  return (
    <p className="secondary soft">
      {t('following.onlyThis')}{' '}
      <Link to="/meetings/$meetingId/following" params={{ meetingId }}>
        {t('following.link')}
      </Link>
    </p>
  )
}
