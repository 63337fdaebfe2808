import { useQuery } from '@tanstack/react-query'
import type { EntryKind } from '../../../src/journal/contract.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { isRunning, mayLead } from '../../../src/meetings/rules/states.ts'
import { useT } from '../i18n/i18n.ts'
import { seenEntriesQuery } from '../journal/queries.ts'
import { useActor } from '../session.tsx'
import { Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { useFormat } from '../ui/time.tsx'

const counted: readonly EntryKind[] = ['decision', 'order', 'log', 'fault']

/** Shown before the close: what the minutes will contain, and who closes the meeting. */
export function BeforeClose({ meeting }: { meeting: Meeting }) {
  const t = useT('beforeClose')
  const format = useFormat()
  const actor = useActor()
  const isLead = mayLead(actor, meeting)
  const seen = seenEntriesQuery(actor, meeting)
  const entries =
    useQuery({ ...seen, enabled: seen.enabled === true && isRunning(meeting.state) }).data ?? []
  if (meeting.state === 'cancelled') {
    return (
      <Panel>
        <EmptyState title={t('before.cancelled')}>{t('before.cancelledText')}</EmptyState>
      </Panel>
    )
  }
  const counts = counted
    .map(kind => ({
      kind,
      count: entries.filter(entry => entry.kind === kind && entry.retractedAt === null).length,
    }))
    .filter(({ count }) => count > 0)
  return (
    <Panel title={t('before.title')} isPadded>
      <div className="stack before-close">
        <p>
          {t('before.text')} {t(isLead ? 'before.whoLead' : 'before.who')}{' '}
          {meeting.minuteTakerName
            ? t('before.taker', { name: meeting.minuteTakerName })
            : t('before.noTaker')}
        </p>
        <h3>{t('before.inside')}</h3>
        <ul className="bulleted">
          <li>{t('before.attendance')}</li>
          <li>{t('before.gaps')}</li>
          {meeting.agenda.length > 0 ? (
            <li>{t('before.agenda', { count: meeting.agenda.length })}</li>
          ) : null}
          {counts.map(({ kind, count }) => (
            <li key={kind}>{t(`before.${kind}`, { count })}</li>
          ))}
          <li>
            {meeting.next
              ? t('before.next', {
                  title: meeting.next.title,
                  when: format.spoken(meeting.next.startsAt),
                })
              : t('before.noNext')}
          </li>
          <li>{t('before.band')}</li>
        </ul>
        <p className="secondary soft">{t('before.free')}</p>
      </div>
    </Panel>
  )
}
