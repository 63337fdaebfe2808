import { useId } from 'react'
import { dateQuestion } from '../../../src/meetings/rules/states.ts'
import { useT } from '../i18n/i18n.ts'
import { MeantField } from '../frame/MeantField.tsx'
import { DateTimeField, type WallValue, momentOf } from '../ui/DateTimeField.tsx'
import { TextInput } from '../ui/Field.tsx'
import { useNow, useZone } from '../ui/time.tsx'
import { type Nameable, personNamed } from './line.ts'
import { answered } from '../frame/meant.ts'

export type OrderFacts = { responsible: string; due: WallValue }
export const noFacts: OrderFacts = { responsible: '', due: { date: '', time: '' } }

/** Who is responsible and until when, as a request sends it. */
export function orderJson(
  { responsible, due }: OrderFacts,
  { people, zone, nowMs }: { people: readonly Nameable[]; zone: string; nowMs: number },
) {
  const { memberId, name } = personNamed(responsible, people)
  const dueAt = momentOf(due, zone)
  const question = dueAt && dateQuestion(dueAt, new Date(nowMs))
  return {
    dueAt: dueAt?.toISOString() ?? null,
    responsibleId: memberId,
    responsibleText: memberId ? '' : name,
    ...(question && due.meant?.includes(question) ? { meant: question } : {}),
  }
}

/** Responsible person and due time of an order as fields. */
export function OrderFields({
  people,
  value,
  onChange,
}: {
  people: readonly Nameable[]
  value: OrderFacts
  onChange: (value: OrderFacts) => void
}) {
  const t = useT('journal')
  const listId = useId()
  const { responsible, due } = value
  const named = personNamed(responsible, people)
  return (
    <div className="order-fields">
      <TextInput
        label={t('responsible')}
        isOptional
        value={responsible}
        onChange={typed => onChange({ ...value, responsible: typed })}
        placeholder={t('responsibleHint')}
        hint={
          responsible.trim() === ''
            ? undefined
            : named.memberId
              ? t('linked', { name: named.name })
              : t('onlyText', { name: named.name })
        }
        list={listId}
        autoComplete="off"
        maxLength={200}
      />
      <datalist id={listId}>
        {people.map((person, i) => (
          <option key={`${person.name} ${i}`} value={person.name}>
            {person.functions.join(', ')}
          </option>
        ))}
      </datalist>
      <DateTimeField
        label={t('due')}
        value={due}
        onChange={next => onChange({ ...value, due: next })}
      />
      <DueMeant due={due} onChange={next => onChange({ ...value, due: next })} />
    </div>
  )
}

/** Asks about a due time that is over or far ahead. */
export function DueMeant({
  due,
  onChange,
}: {
  due: WallValue
  onChange: (due: WallValue) => void
}) {
  const dueAt = momentOf(due, useZone())
  const question = dueAt && dateQuestion(dueAt, new Date(useNow(60_000)))
  return (
    <MeantField
      question={question}
      tellsNobody={false}
      isMeant={question !== null && due.meant?.includes(question) === true}
      onChange={isMeant => question && onChange(answered(due, question, isMeant))}
      isMissing={false}
    />
  )
}
