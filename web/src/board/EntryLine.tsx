import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Entry, EntryKind } from '../../../src/journal/contract.ts'
import type { Id, MeetingId } from '../../../src/lib/ids.ts'
import { wallTimeOf } from '../../../src/lib/time.ts'
import { api, send, withKey } from '../api.ts'
import { useT } from '../i18n/i18n.ts'
import { readLine, wholeText, type Understood } from '../journal/line.ts'
import { DueMeant, noFacts, OrderFields, orderJson } from '../journal/OrderFields.tsx'
import { attendeesQuery } from '../meetings/queries.ts'
import { useActor } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import {
  ClockChange,
  DateTimeField,
  momentOf,
  wallValueOf,
  type WallValue,
} from '../ui/DateTimeField.tsx'
import { useFormat, useNow, useZone } from '../ui/time.tsx'
import type { Chip } from './Chips.tsx'
import { QuickEntry, type Former, type QuickText } from './QuickEntry.tsx'

type Text = QuickText<EntryKind>

/** a longer list is searched by typing on */
const mostListed = 60

/**
 * The line for entries: B a decision, A an order with responsible person and due time, E a log
 * entry, S a technical fault.
 */
export function EntryLine({
  meetingId,
  entries,
  closedAt = null,
}: {
  meetingId: MeetingId
  entries: readonly Entry[]
  /** when the meeting was closed; entries are then added later, for a time within it */
  closedAt?: string | null
}) {
  const t = useT('board')
  const common = useT('common')
  const format = useFormat()
  const zone = useZone()
  const { personId } = useActor()
  const queries = useQueryClient()
  const people = useQuery(attendeesQuery(meetingId)).data ?? []
  const [facts, setFacts] = useState(noFacts)
  const [showsFields, setShowsFields] = useState(false)
  /** answers about the due time in the line */
  const [answers, setAnswers] = useState<WallValue | null>(null)
  const nowMs = useNow(60_000)
  const [lateAt, setLateAt] = useState(closedAt === null ? null : wallValueOf(closedAt, zone))

  const lineOf = ({ kind, typed, kept, correcting }: Text) =>
    readLine(typed, {
      // only the wording of an order is corrected
      kind: kind === 'order' && isOfKind(correcting, kind) ? 'log' : kind,
      people,
      kept,
      given: [
        ...(facts.responsible.trim() === '' ? [] : ['person' as const]),
        ...(facts.due.date + facts.due.time === '' ? [] : ['due' as const]),
      ],
      now: wallTimeOf(nowMs, zone),
    })
  const isOfKind = (id: string | null, kind: EntryKind) =>
    entries.some(entry => entry.entryId === id && entry.kind === kind)
  const dueOf = (understood: readonly Understood[]): WallValue | null => {
    const due = understood.find(each => each.kind === 'due')?.due
    if (!due) return null
    return answers?.date === due.date && answers.time === due.time ? answers : due
  }
  const latest = entries
    .filter(entry => entry.retractedAt === null)
    .toSorted((a, b) => b.enteredAt.localeCompare(a.enteredAt))
  const own = latest.find(({ byId, text }) => byId === personId && !text.includes('\n'))
  const [last] = latest

  const chipOf = (understood: Understood): Chip => {
    const { id } = understood
    switch (understood.kind) {
      case 'reason':
        return { id, label: t('entry.reason', { text: understood.reason }) }
      case 'person': {
        const { name, memberId } = understood
        return memberId
          ? { id, label: t('entry.responsibleIs', { name }) }
          : { id, label: t('entry.responsibleAsText', { name }), isUnsure: true }
      }
      case 'due': {
        const at = momentOf(dueOf([understood]) ?? understood.due, zone)
        const when = at ? format.spoken(at) : `${understood.due.date} ${understood.due.time}`
        return { id, label: t('entry.dueAt', { when }), isUnsure: at === null }
      }
    }
  }
  const read = (typed: Text) => {
    const { text, understood, asks } = lineOf(typed)
    const due = dueOf(understood)
    return {
      isEmpty: text === '' || (due !== null && momentOf(due, zone) === null),
      chips: understood.map(chipOf),
      asks: asks && {
        ...asks,
        options: asks.people
          .slice(0, mostListed)
          .map(({ name, functions }) => ({ name, detail: functions.join(', ') })),
      },
    }
  }
  const save = async (typed: Text, key: string) => {
    const { kind, correcting } = typed
    const { text, understood } = lineOf(typed)
    const reason = understood.find(each => each.kind === 'reason')?.reason ?? ''
    const corrected = entries.find(({ entryId }) => entryId === correcting)
    if (corrected?.kind === kind) await correct(corrected.entryId, { text, reason })
    else {
      const person = understood.find(each => each.kind === 'person')
      const more = corrected ? { replaces: corrected.entryId } : {}
      const param = { meetingId }
      const routes = api.api.meetings[':meetingId']
      const order = {
        ...orderJson(
          {
            responsible: person ? '' : facts.responsible,
            due: dueOf(understood) ?? facts.due,
          },
          { people, zone, nowMs },
        ),
        ...(person && {
          responsibleId: person.memberId,
          responsibleText: person.memberId ? '' : person.name,
        }),
      }
      if (lateAt !== null && kind !== 'fault') {
        const json = { text, at: momentOf(lateAt, zone)?.toISOString() ?? '', ...more }
        await send(
          routes.minutes.entries.$post(
            {
              param,
              json:
                kind === 'order'
                  ? { kind, ...json, ...order }
                  : kind === 'decision'
                    ? { kind, ...json, reason }
                    : { kind, ...json },
            },
            withKey(key),
          ),
        )
      } else if (kind === 'decision')
        await send(routes.decisions.$post({ param, json: { text, reason, ...more } }, withKey(key)))
      else if (kind === 'log')
        await send(routes.log.$post({ param, json: { text, ...more } }, withKey(key)))
      else if (kind === 'fault')
        await send(routes.faults.$post({ param, json: { text, ...more } }, withKey(key)))
      else
        await send(routes.orders.$post({ param, json: { text, ...order, ...more } }, withKey(key)))
      setFacts(noFacts)
      setAnswers(null)
    }
    await queries.invalidateQueries({ queryKey: ['meeting', meetingId, 'journal'] })
  }
  const correct = (entryId: Id<'entry'>, json: { text: string; reason: string }) =>
    send(api.api.entries[':entryId'].correct.$post({ param: { entryId }, json }))

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
        ...(closedAt === null
          ? [
              {
                id: 'fault' as const,
                label: words.fault,
                shortcut: 'S',
                placeholder: t('entry.faultHint'),
              },
            ]
          : []),
      ]}
      read={read}
      onSave={save}
      former={own ? formerOf(own) : null}
      extra={typed => {
        if (typed.correcting) return null
        const late = lateAt && (
          <div className="order-fields">
            <p className="secondary">{t('entry.late')}</p>
            <DateTimeField label={t('entry.lateAt')} value={lateAt} onChange={setLateAt} />
          </div>
        )
        if (typed.kind !== 'order') return late
        const due = dueOf(lineOf(typed).understood)
        return (
          <>
            {late}
            <Button
              size="small"
              variant="tertiary"
              isPressed={showsFields}
              onClick={() => setShowsFields(!showsFields)}
            >
              {t('entry.fields')}
            </Button>
            {due ? (
              <div className="order-fields">
                <ClockChange value={due} onChange={setAnswers} />
                <DueMeant due={due} onChange={setAnswers} />
              </div>
            ) : null}
            {showsFields ? <OrderFields people={people} value={facts} onChange={setFacts} /> : null}
          </>
        )
      }}
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

function formerOf({ entryId, kind, label, text, reason }: Entry): Former<EntryKind> {
  const typed = reason ? `${text} – ${reason}` : text
  return { id: entryId, kind, label, typed, kept: kind === 'decision' ? wholeText(text) : [] }
}
