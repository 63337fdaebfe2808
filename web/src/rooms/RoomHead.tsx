import { useConnectionQualityIndicator, useRoomContext } from '@livekit/components-react'
import { ConnectionQuality } from 'livekit-client'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { useT } from '../i18n/i18n.ts'
import { useOverdueWords } from '../words/when.ts'
import { classes } from '../ui/classes.ts'
import { Badge } from '../ui/Panel.tsx'
import { Elapsed, useFormat, useNow } from '../ui/time.tsx'
import type { Phase } from './visit.ts'

/**
 * The meeting, how long it has lasted, that nothing is recorded, and the quality of the connection.
 */
export function RoomHead({
  meeting,
  phase,
  isAway,
}: {
  meeting: Meeting
  phase: Phase
  isAway: boolean
}) {
  const t = useT('rooms')
  const common = useT('common')
  const format = useFormat()
  const overdue = useOverdueWords()
  const nowMs = useNow(10_000)
  const { state, openedAt, startsAt } = meeting
  return (
    <header className="room-head">
      <h1>
        {meeting.title}
        <span className="room-wide"> · {meeting.incidentTitle}</span>
      </h1>
      <Badge tone={state === 'open' ? 'ok' : state === 'paused' ? 'warn' : 'neutral'}>
        {common(`state.${state}`)}
      </Badge>
      <span className="nowrap">
        {openedAt ? (
          <>
            <span className="room-wide">
              {t('head.running', { time: format.time(openedAt) })} ·{' '}
            </span>
            {nowMs - Date.parse(openedAt) < 60_000 ? (
              t('head.justNow')
            ) : (
              <Elapsed sinceMs={Date.parse(openedAt)} />
            )}
          </>
        ) : (
          (overdue(meeting, nowMs) ?? t('lobby.begins', { when: format.spoken(startsAt) }))
        )}
      </span>
      <span className="end row wrap">
        <Badge>
          <span className="room-phone">{meeting.incidentTitle} · </span>
          {t('head.recorded')}
        </Badge>
        <Quality phase={phase} isAway={isAway} />
      </span>
    </header>
  )
}

function Quality({ phase, isAway }: { phase: Phase; isAway: boolean }) {
  const t = useT('rooms')
  const room = useRoomContext()
  const { quality } = useConnectionQualityIndicator({ participant: room.localParticipant })
  const words = {
    [ConnectionQuality.Excellent]: 'good',
    [ConnectionQuality.Good]: 'good',
    [ConnectionQuality.Poor]: 'poor',
    [ConnectionQuality.Lost]: 'lost',
    [ConnectionQuality.Unknown]: 'good',
  } as const
  const word = phase.kind === 'joining' ? 'connecting' : isAway ? 'lost' : words[quality]
  return (
    <span
      className={classes(
        'secondary nowrap',
        word === 'lost' && 'bad-text',
        word === 'poor' && 'warn-text',
      )}
    >
      {t(`quality.${word}`)}
    </span>
  )
}
