import { useT } from '../i18n/i18n.ts'
import { useSession } from '../session.tsx'

/** Video is one part that may be missing; what still works is said at once, and how to be heard. */
export function VideoBanner() {
  const common = useT('common')
  const { video, staff } = useSession()
  if (video.state === 'ready') return null
  const { dialInNumber = '', dialInCode = '' } = staff ?? {}
  return (
    <div className="banner notice" role="status">
      {common(video.state === 'preparing' ? 'video.preparing' : 'video.unavailable')}
      <span className="secondary">
        {[
          common('video.rest'),
          dialInNumber
            ? common(dialInCode ? 'video.dialInWithCode' : 'video.dialIn', {
                number: dialInNumber,
                code: dialInCode,
              })
            : '',
        ]
          .filter(Boolean)
          .join(' ')}
      </span>
    </div>
  )
}
