import { useT } from '../i18n/i18n.ts'
import { useSession } from '../session.tsx'

/** Says that video does not work, what still does, and how to take part by phone. */
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
