import { useQuery } from '@tanstack/react-query'
import type { MeetingId } from '../../../src/lib/ids.ts'
import { useErrorText } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { useConnection } from '../live.ts'
import { LoadingState } from '../ui/states.tsx'
import { useNow } from '../ui/time.tsx'
import { qrOf } from '../ui/qr.ts'
import { doorQuery } from './queries.ts'
import { onServer } from '../ui/clock.ts'

/** The code for people with their own phone; it changes every half minute. */
export function DoorPanel({ meetingId }: { meetingId: MeetingId }) {
  const t = useT('attendance')
  const errorText = useErrorText()
  const { connection } = useConnection()
  const door = useQuery(doorQuery(meetingId))
  const nowMs = useNow(1_000)
  const code = door.data && qrOf(door.data.qrSvg)
  // counted from the arrival of the answer, because the tablet's clock may be wrong
  const leftMs = door.data
    ? Date.parse(door.data.validUntil) -
      Date.parse(door.data.at) -
      (nowMs - onServer(door.dataUpdatedAt))
    : 0
  return (
    <section className="desk-door">
      <h2>{t('desk.qrTitle')}</h2>
      {connection === 'lost' ? (
        <p className="soft">{t('desk.qrOffline')}</p>
      ) : code ? (
        <>
          <svg className="qr" viewBox={code.viewBox} role="img" aria-label={t('desk.qrAlt')}>
            <rect className="paper" width="100%" height="100%" />
            <path d={code.path} />
          </svg>
          <p>
            {t('desk.qrScan')} <b>{t('desk.qrConfirm')}</b> {t('desk.qrEnd')}
          </p>
          <p className="secondary soft">
            {t('desk.qrNext', { seconds: Math.min(30, Math.max(0, Math.ceil(leftMs / 1000))) })}
          </p>
        </>
      ) : door.isError ? (
        <p className="bad-text">{errorText(door.error)}</p>
      ) : (
        <LoadingState what={t('desk.qrAlt')} />
      )}
    </section>
  )
}
