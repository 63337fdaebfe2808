import { useT } from '../i18n/i18n.ts'
import { useConnection } from '../live.ts'
import { useFormat } from '../ui/time.tsx'

/** *Stand 10:12:31*: the last moment at which the page was known to be current. */
export function LiveStamp() {
  const common = useT('common')
  const format = useFormat()
  const { heardAtMs, connection } = useConnection()
  if (heardAtMs === null) return <span className="secondary soft">{common('live.connecting')}</span>
  return (
    <span className={connection === 'lost' ? 'secondary bad-text' : 'secondary soft'}>
      {common('ui.stand', { time: format.seconds(heardAtMs) })}
    </span>
  )
}

/** *verbunden* or *nicht verbunden*, for pages without a bar. */
export function ConnectionWord() {
  const common = useT('common')
  const { connection } = useConnection()
  const word = { live: 'connected', connecting: 'connecting', lost: 'disconnected' } as const
  return (
    <span className={connection === 'lost' ? 'bad-text' : undefined}>
      {common(`live.${word[connection]}`)}
    </span>
  )
}

/**
 * Says that the connection is lost and that the page reconnects by itself; disappears when it has.
 */
export function ConnectionBanner() {
  const common = useT('common')
  const format = useFormat()
  const { connection, heardAtMs } = useConnection()
  return (
    <div role="status" aria-live="polite">
      {connection === 'lost' ? (
        <div className="banner offline">
          {common('live.lost')}
          <span className="secondary">
            {heardAtMs === null
              ? common('live.lostTextNoTime')
              : common('live.lostText', { time: format.seconds(heardAtMs) })}
          </span>
        </div>
      ) : null}
    </div>
  )
}
