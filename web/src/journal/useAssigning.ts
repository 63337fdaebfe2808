import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Entry } from '../../../src/journal/contract.ts'
import type { StaffId } from '../../../src/lib/ids.ts'
import { api, send } from '../api.ts'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { rosterQuery } from '../roster/queries.ts'
import { momentOf, wallValueOf } from '../ui/DateTimeField.tsx'
import { useNow, useZone } from '../ui/time.tsx'
import type { Nameable } from './line.ts'
import { noFacts, orderJson } from './OrderFields.tsx'
import { ordersQuery } from './queries.ts'

/** The fields that name who carries out an order and until when, and what sends them. */
export function useAssigning(
  order: Entry,
  { staffId, onSaved }: { staffId: StaffId; onSaved?: () => void },
) {
  const t = useT('journal')
  const zone = useZone()
  const nowMs = useNow(60_000)
  const roster = useQuery(rosterQuery(staffId))
  const people: Nameable[] = (roster.data?.members ?? [])
    .filter(({ leftAt }) => leftAt === null)
    .map(({ memberId, displayName, sortName, functions }) => ({
      memberId,
      name: displayName,
      sortName,
      functions,
    }))
  const [facts, setFacts] = useState({
    responsible: order.responsibleName,
    due: order.dueAt ? wallValueOf(order.dueAt, zone) : noFacts.due,
  })
  const { entryId, label, meetingId } = order
  const save = useSave({
    send: (json: ReturnType<typeof orderJson>) =>
      send(api.api.entries[':entryId'].assign.$post({ param: { entryId }, json })),
    done: () => t('assigned', { label }),
    stale: [ordersQuery(staffId).queryKey, ['meeting', meetingId]],
    ...(onSaved ? { onSaved } : {}),
  })
  const json = orderJson(facts, { people, zone, nowMs })
  // a namesake must not take the place of somebody who stays
  const { responsibleId } = order
  const isKept = responsibleId !== null && facts.responsible === order.responsibleName
  const isOpen = facts.due.date + facts.due.time !== '' && momentOf(facts.due, zone) === null
  return {
    save,
    /** null while something is missing */
    value: isOpen ? null : isKept ? { ...json, responsibleId, responsibleText: '' } : json,
    facts,
    setFacts,
    people,
    roster,
  }
}
