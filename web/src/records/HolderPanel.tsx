import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type SubmitEvent } from 'react'
import type { FunctionId } from '../../../src/lib/ids.ts'
import { Loaded } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import type { MyStaff } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { ClockChange, momentOf, wallValueOf, type WallValue } from '../ui/DateTimeField.tsx'
import { Select, TextInput } from '../ui/Field.tsx'
import { Panel } from '../ui/Panel.tsx'
import { HolderAnswerPanel } from './HolderAnswerPanel.tsx'
import { functionsQuery, holderQuery } from './queries.ts'

export type Asked = { functionId?: string; at?: string }

/**
 * Who had a function at a moment: the question, and its answer below. The address holds what was
 * asked.
 */
export function HolderPanel({ staff, asked }: { staff: MyStaff; asked: Asked }) {
  const t = useT('records')
  const navigate = useNavigate()
  const { staffId, zone } = staff
  const functions = useQuery(functionsQuery(staffId)).data ?? []
  const [chosen, setChosen] = useState(asked.functionId ?? '')
  const [typed, setTyped] = useState<WallValue>(() => wallValueOf(asked.at ?? Date.now(), zone))
  const functionId = functions.some(fn => fn.functionId === chosen)
    ? chosen
    : (functions[0]?.functionId ?? '')
  const at = momentOf(typed, zone)
  const ask = (moment: Date) =>
    void navigate({
      to: '/records',
      search: { functionId, at: moment.toISOString() },
      replace: true,
    })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (at && functionId) ask(at)
  }
  const question =
    asked.functionId && asked.at
      ? { staffId, functionId: asked.functionId as FunctionId, at: asked.at } // the server answers a malformed id
      : null
  return (
    <>
      <Panel title={t('holder.title')} isPadded>
        <form className="export holder-question" onSubmit={submit}>
          <Select
            label={t('holder.function')}
            value={functionId}
            onChange={setChosen}
            options={functions.map(fn => ({
              value: fn.functionId as string,
              label: fn.isRetired ? t('holder.retired', { label: fn.label }) : fn.label,
            }))}
          />
          <TextInput
            type="date"
            label={t('holder.day')}
            value={typed.date}
            onChange={date => setTyped({ date, time: typed.time })}
          />
          <TextInput
            type="time"
            label={t('holder.time')}
            value={typed.time}
            onChange={time => setTyped({ date: typed.date, time })}
          />
          <div className="export-act">
            <Button
              type="submit"
              variant="primary"
              size="tall"
              disabledReason={
                functions.length === 0 ? t('holder.noFunctions') : at ? null : t('holder.noMoment')
              }
            >
              {t('holder.ask')}
            </Button>
          </div>
        </form>
        <ClockChange value={typed} onChange={setTyped} />
      </Panel>
      {question ? (
        <Answer
          question={question}
          onAsk={moment => {
            setTyped(wallValueOf(moment, zone))
            ask(moment)
          }}
        />
      ) : null}
    </>
  )
}

function Answer({
  question,
  onAsk,
}: {
  question: Parameters<typeof holderQuery>[0]
  onAsk: (moment: Date) => void
}) {
  const t = useT('records')
  return (
    <Loaded query={useQuery(holderQuery(question))} what={t('holder.answer')}>
      {answer => <HolderAnswerPanel answer={answer} onAsk={onAsk} />}
    </Loaded>
  )
}
