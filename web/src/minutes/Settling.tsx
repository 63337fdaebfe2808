import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState, type ReactNode } from 'react'
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
  const common = useT('common')
  const [isOpen, setOpen] = useState(false)
  const { save, value, facts, setFacts, people } = useAssigning(order, { staffId })
  if (!isOpen)
    return (
      <Button
        size="small"
        label={t('findings.assignOf', { number: order.label })}
        onClick={() => setOpen(true)}
      >
        {t('findings.assign')}
      </Button>
    )
  return (
    <InlineForm
      save={save}
      value={value}
      main={{
        size: 'small',
        label: common('action.save'),
        disabledReason: facts.responsible.trim() === '' ? t('findings.nobodyNamed') : null,
      }}
      className="stack settling"
      onCancel={() => setOpen(false)}
    >
      <FocusFirst>
        <OrderFields people={people} value={facts} onChange={setFacts} />
      </FocusFirst>
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
  const [text, setText] = useState<string | null>(null)
  const { title } = point
  const tell = (told: string) => editing.type(fieldOfAgenda(point.id), told)
  return (
    <div className="stack settling">
      <span>{title}</span>
      {text === null ? null : (
        <FocusFirst>
          <textarea
            className="kern-form-input__input"
            aria-label={t('findings.textOf', { title })}
            rows={2}
            maxLength={50_000}
            value={text}
            onChange={event => setText(event.target.value)}
          />
        </FocusFirst>
      )}
      <div className="row wrap">
        {text === null ? (
          <Button size="small" label={t('findings.writeOf', { title })} onClick={() => setText('')}>
            {t('findings.write')}
          </Button>
        ) : (
          <Button
            size="small"
            label={t('findings.takeOverOf', { title })}
            disabledReason={text.trim() === '' ? t('findings.noText') : null}
            onClick={() => tell(text)}
          >
            {t('findings.takeOver')}
          </Button>
        )}
        <Button
          size="small"
          label={t('findings.notTreatedOf', { title })}
          onClick={() => tell(labels[language].notReached)}
        >
          {t('findings.notTreated')}
        </Button>
      </div>
    </div>
  )
}

/** Gives the focus to its first field, because the press that opened it took the button away. */
function FocusFirst({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.querySelector<HTMLElement>('input, textarea')?.focus(), [])
  return <div ref={box}>{children}</div>
}
