import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { Entry, EntryKind } from '../../../src/journal/contract.ts'
import type { MeetingId } from '../../../src/lib/ids.ts'
import { api, send, withKey } from '../api.ts'
import { useT } from '../i18n/i18n.ts'
import { dateQuestion } from '../../../src/meetings/rules/states.ts'
import { MeantField } from '../meetings/MeantField.tsx'
import { answered } from '../meetings/planDraft.ts'
import { attendeesQuery } from '../meetings/queries.ts'
import { DateTimeField, momentOf, type WallValue } from '../ui/DateTimeField.tsx'
import { TextInput } from '../ui/Field.tsx'
import { useFormat, useNow, useZone } from '../ui/time.tsx'
import { QuickEntry, type QuickText } from './QuickEntry.tsx'

type EntryView = z.infer<typeof Entry>
const noTime: WallValue = { date: '', time: '' }

/**
 * The line for entries: B a decision, A an order with responsible person and due time, E a log
 * entry, S a technical fault.
 */
export function EntryLine({ meetingId, last }: { meetingId: MeetingId; last: EntryView | null }) {
  const t = useT('board')
  const common = useT('common')
  const format = useFormat()
  const zone = useZone()
  const queries = useQueryClient()
  const people = useQuery(attendeesQuery(meetingId)).data ?? []
  const [responsible, setResponsible] = useState('')
  const [due, setDue] = useState(noTime)
  const dueAt = momentOf(due, zone)
  const nowMs = useNow(60_000)
  const question = dueAt && dateQuestion(dueAt, new Date(nowMs))

  const save = async (kind: EntryKind, { text, reason }: QuickText, key: string) => {
    const param = { meetingId }
    const whole = reason ? `${text} – ${reason}` : text
    const routes = api.api.meetings[':meetingId']
    if (kind === 'decision')
      await send(routes.decisions.$post({ param, json: { text, reason } }, withKey(key)))
    if (kind === 'log') await send(routes.log.$post({ param, json: { text: whole } }, withKey(key)))
    if (kind === 'fault')
      await send(routes.faults.$post({ param, json: { text: whole } }, withKey(key)))
    if (kind === 'order') {
      const memberId = people.find(person => person.name === responsible.trim())?.memberId ?? null
      const who = memberId ? { responsibleId: memberId } : { responsibleText: responsible.trim() }
      const meant = question && due.meant?.includes(question) ? { meant: question } : {}
      const json = { text: whole, dueAt: dueAt?.toISOString() ?? null, ...who, ...meant }
      await send(routes.orders.$post({ param, json }, withKey(key)))
      setResponsible('')
      setDue(noTime)
    }
    await queries.invalidateQueries({ queryKey: ['meeting', meetingId, 'journal'] })
  }
  const words: Record<EntryKind, string> = {
    decision: common('entry.decision'),
    order: common('entry.order'),
    log: common('entry.log'),
    fault: t('entry.fault'),
  }
  return (
    <QuickEntry
      draftKey={`entry ${meetingId}`}
      kinds={[
        {
          id: 'decision',
          label: words.decision,
          shortcut: 'B',
          placeholder: t('entry.decisionHint'),
        },
        { id: 'order', label: words.order, shortcut: 'A', placeholder: t('entry.orderHint') },
        { id: 'log', label: words.log, shortcut: 'E', placeholder: t('entry.logHint') },
        { id: 'fault', label: words.fault, shortcut: 'S', placeholder: t('entry.faultHint') },
      ]}
      onSave={save}
      extra={kind =>
        kind === 'order' ? (
          <div className="order-fields">
            <TextInput
              label={t('entry.responsible')}
              isOptional
              value={responsible}
              onChange={setResponsible}
              placeholder={t('entry.responsibleHint')}
              list="responsible-people"
              autoComplete="off"
              maxLength={200}
            />
            <datalist id="responsible-people">
              {people.map(person => (
                <option key={person.attendeeId} value={person.name}>
                  {person.functions.join(', ')}
                </option>
              ))}
            </datalist>
            <DateTimeField label={t('entry.due')} value={due} onChange={setDue} />
            <MeantField
              question={question}
              tellsNobody={false}
              isMeant={question !== null && due.meant?.includes(question) === true}
              onChange={isMeant => question && setDue(answered(due, question, isMeant))}
              isMissing={false}
            />
          </div>
        ) : null
      }
      last={
        last
          ? t('entry.last', {
              time: format.time(last.at),
              kind: words[last.kind],
              label: last.label,
              text: last.text,
            })
          : null
      }
    />
  )
}
