import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Meeting, MeetingEvent } from '../../../src/meetings/contract/meeting.ts'
import { Loaded } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { Time, useFormat } from '../ui/time.tsx'
import { OpenedPanel } from './OpenedPanel.tsx'
import { historyQuery } from './queries.ts'

type Event = z.infer<typeof MeetingEvent>

/** The history of the meeting, with all its dates. */
export function HistoryPanel({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const t = useT('history')
  const history = useQuery(historyQuery(meeting.meetingId))
  const words = useEventWords()
  return (
    <OpenedPanel title={t('history.title')} onClose={onClose}>
      <Loaded query={history} what={t('history.title')}>
        {events => (
          <ol className="plain-list">
            {events.map((event, i) => (
              <li key={i} className="line history-line">
                <span className="when">
                  <Time at={event.at} as="spoken" />
                </span>
                <span className="grow">{words(event)}</span>
                <span className="secondary soft">
                  {event.byName ? t('history.by', { name: event.byName }) : t('history.system')}
                </span>
              </li>
            ))}
          </ol>
        )}
      </Loaded>
    </OpenedPanel>
  )
}

function useEventWords(): (event: Event) => string {
  const t = useT('history')
  const format = useFormat()
  const when = (at: string | null | undefined) => (at ? format.dateTime(at, 'medium') : '–')
  return ({ kind, details, minuteTakerName: name }) => {
    if (kind === 'planned') return t('history.planned', { when: when(details.startsAt) })
    if (kind === 'moved')
      return t('history.moved', { from: when(details.from), to: when(details.to) })
    if (kind === 'changed')
      return t('history.changed', { title: details.title ?? '', place: details.place ?? '' })
    if (kind === 'cancelled' && details.reason)
      return t('history.cancelledFor', { reason: details.reason })
    if (kind === 'closed' && details.endedAt)
      return t('history.closedFor', {
        when: when(details.endedAt),
        reason: details.reason ?? '',
      })
    if (kind === 'minuteTaker')
      return name ? t('history.minuteTaker', { name }) : t('history.minuteTakerNone')
    if (kind === 'notThere') return t('history.notThere', { name: name ?? '–' })
    if (kind === 'called') {
      const { outcome } = details
      const known = outcome === 'notReached' || outcome === 'cannotCome' ? outcome : 'takenBack'
      return t(`history.${known}`, { name: name ?? '–' })
    }
    return t(`history.${kind}`)
  }
}
