import { useQuery } from '@tanstack/react-query'
import type { FollowingField, UsualFacts } from '../../../src/meetings/contract/following.ts'
import type { MemberId, StaffId } from '../../../src/lib/ids.ts'
import { useT } from '../i18n/i18n.ts'
import { rosterQuery } from '../roster/queries.ts'
import { Panel } from '../ui/Panel.tsx'
import { writtenItems } from './planDraft.ts'
import type { TypedFollowing } from './following.ts'

/** *Ab hier ändern sich*: each changed field with the value before and after. */
export function FollowingChanges({
  staffId,
  usual,
  typed,
  fields,
}: {
  staffId: StaffId
  usual: UsualFacts
  typed: TypedFollowing
  fields: readonly FollowingField[]
}) {
  const t = useT('planning')
  const members = useQuery(rosterQuery(staffId)).data?.members
  const nameOf = (id: MemberId | null) =>
    members?.find(({ memberId }) => memberId === id)?.displayName ?? t('change.nobody')
  const words: Record<FollowingField, [before: string, after: string]> = {
    time: [
      t('following.timeOf', { time: usual.time, count: usual.durationMin }),
      t('following.timeOf', { time: typed.time, count: Number(typed.duration) }),
    ],
    title: [usual.title ?? '–', typed.title.trim() || '–'],
    place: [usual.place || '–', typed.place.trim() || '–'],
    seats: [
      usual.seats === null ? t('change.seatsHint') : String(usual.seats),
      typed.seats.trim() || t('change.seatsHint'),
    ],
    minuteTakerId: [nameOf(usual.minuteTakerId), nameOf(typed.minuteTakerId)],
    agenda: [
      t('following.items', { count: usual.agenda.length }),
      t('following.items', { count: writtenItems(typed.agenda).length }),
    ],
  }
  if (fields.length === 0) return null
  return (
    <Panel title={t('following.changes')} isPadded>
      <dl className="facts-list">
        {fields.map(field => (
          <div key={field}>
            <dt>{t(`following.field.${field}`)}</dt>
            <dd>
              <s>{words[field][0]}</s> <b>{words[field][1]}</b>
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}
