import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Entry } from '../../../src/journal/contract.ts'
import type { MeetingId, StaffId } from '../../../src/lib/ids.ts'
import type { Finding, Minutes } from '../../../src/minutes/contract.ts'
import { labels } from '../../../src/minutes/rules/labels.ts'
import { InlineForm } from '../frame/InlineForm.tsx'
import { Loaded } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { OrderFields } from '../journal/OrderFields.tsx'
import { entriesQuery } from '../journal/queries.ts'
import { useAssigning } from '../journal/useAssigning.ts'
import { Button } from '../ui/Button.tsx'
import { fieldOfAgenda } from './editing.ts'
import type { Editing } from './useEditing.ts'

/** Names who carries out an order that has nobody, and until when. */
export function AssignHere({
  number,
  meetingId,
  staffId,
}: {
  number: string
  meetingId: MeetingId
  staffId: StaffId
}) {
  const t = useT('findings')
  const entries = useQuery(entriesQuery(meetingId))
  return (
    <Loaded query={entries} what={t('findings.order')}>
      {list => {
        const order = list.find(entry => entry.kind === 'order' && entry.label === number)
        return order ? <AssignForm order={order} staffId={staffId} /> : null
      }}
    </Loaded>
  )
}

function AssignForm({ order, staffId }: { order: Entry; staffId: StaffId }) {
  const t = useT('findings')
  const { save, value, facts, setFacts, people } = useAssigning(order, { staffId })
  const isNobody = facts.responsible.trim() === ''
  return (
    <InlineForm
      save={save}
      value={value}
      main={{
        variant: 'secondary',
        size: 'small',
        label: t('findings.assign', { number: order.label }),
        disabledReason: isNobody ? t('findings.nobodyNamed') : null,
      }}
      className="stack settling"
    >
      <OrderFields people={people} value={facts} onChange={setFacts} />
    </InlineForm>
  )
}

type Point = Extract<Finding, { kind: 'pointsWithoutText' }>['points'][number]

/** Writes what was said about a point of the agenda, or that nothing was. */
export function TellPoint({
  point,
  language,
  editing,
}: {
  point: Point
  language: Minutes['language']
  editing: Editing
}) {
  const t = useT('findings')
  // sent as a whole, because the finding goes with the first word that is stored
  const [text, setText] = useState('')
  const tell = (told: string) => editing.type(fieldOfAgenda(point.id), told)
  return (
    <div className="stack settling">
      <textarea
        className="kern-form-input__input"
        aria-label={t('findings.textOf', { title: point.title })}
        placeholder={point.title}
        rows={2}
        maxLength={50_000}
        value={text}
        onChange={event => setText(event.target.value)}
      />
      <div className="row wrap">
        <Button
          size="small"
          label={t('findings.takeOverOf', { title: point.title })}
          disabledReason={text.trim() === '' ? t('findings.noText') : null}
          onClick={() => tell(text)}
        >
          {t('findings.takeOver')}
        </Button>
        <Button
          size="small"
          label={t('findings.notTreatedOf', { title: point.title })}
          onClick={() => tell(labels[language].notReached)}
        >
          {t('findings.notTreated')}
        </Button>
      </div>
    </div>
  )
}
