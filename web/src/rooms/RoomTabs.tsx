import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { MeetingId } from '../../../src/lib/ids.ts'
import { useT } from '../i18n/i18n.ts'
import { classes } from '../ui/classes.ts'
import { roomQuery } from './queries.ts'

const parts = ['picture', 'hands', 'people', 'agenda'] as const
type Part = (typeof parts)[number]

/** On a phone the room shows one part at a time; wider screens show all and hide these buttons. */
export function RoomTabs({ meetingId }: { meetingId: MeetingId }) {
  const t = useT('rooms')
  const [shown, setShown] = useState<Part>('picture')
  const hands = useQuery(roomQuery(meetingId)).data?.hands.length ?? 0
  return (
    <nav className="room-tabs" data-shown={shown} aria-label={t('tabs.label')}>
      {parts.map(part => (
        <button
          key={part}
          type="button"
          className={classes(part === shown && 'on')}
          aria-current={part === shown ? 'true' : undefined}
          onClick={() => setShown(part)}
        >
          {part === 'hands' && hands > 0 ? t('tabs.handsOf', { count: hands }) : t(`tabs.${part}`)}
        </button>
      ))}
    </nav>
  )
}
