import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type SubmitEvent } from 'react'
import type { FunctionId } from '../../../src/lib/ids.ts'
import { startsOn } from '../../../src/lib/time.ts'
import { Loaded } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import type { MyStaff } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { ClockChange, momentOf, wallValueOf, type WallValue } from '../ui/DateTimeField.tsx'
import { Select, TextInput } from '../ui/Field.tsx'
import { Panel } from '../ui/Panel.tsx'
import { HolderAnswerPanel } from './HolderAnswerPanel.tsx'
import { monthOf, periodProblem, type Period } from './period.ts'
import { StatementLink } from './StatementLink.tsx'
import { functionsQuery, holderQuery } from './queries.ts'
import { serverNow } from '../ui/clock.ts'

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
  const [period, setPeriod] = useState<Period | null>(null)
  const [typed, setTyped] = useState<WallValue>(() => wallValueOf(asked.at ?? serverNow(), zone))
  const functionId = functions.some(fn => fn.functionId === chosen)
    ? chosen
    : (functions[0]?.functionId ?? '')
  const at = momentOf(typed, zone)
  const noFunctions = functions.length === 0 ? t('holder.noFunctions') : null
  const wrong = period && periodProblem(period)
  const problem = noFunctions ?? (wrong ? t(`export.${wrong}`) : null)
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
          {period ? (
            <>
              <TextInput
                type="date"
                label={t('holder.from')}
                value={period.from}
                onChange={from => setPeriod({ ...period, from })}
              />
              <TextInput
                type="date"
                label={t('holder.until')}
                value={period.until}
                onChange={until => setPeriod({ ...period, until })}
              />
            </>
          ) : (
            <>
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
            </>
          )}
          <div className="export-act">
            <Button
              variant="tertiary"
              size="tall"
              onClick={() =>
                setPeriod(period ? null : monthOf(typed.date || startsOn(serverNow(), zone)))
              }
            >
              {t(period ? 'holder.orMoment' : 'holder.orPeriod')}
            </Button>
          </div>
          <div className="export-act">
            {period ? (
              <StatementLink
                variant="primary"
                size="tall"
                subject="functions"
                extent={{ staffId, ...period, exercises: 'exclude' }}
                functionId={functionId as FunctionId} // an option's value is the id of its function
                refusal={problem}
              >
                {t('holder.statement')}
              </StatementLink>
            ) : (
              <Button
                type="submit"
                variant="primary"
                size="tall"
                disabledReason={noFunctions ?? (at ? null : t('holder.noMoment'))}
              >
                {t('holder.ask')}
              </Button>
            )}
          </div>
        </form>
        {period ? null : <ClockChange value={typed} onChange={setTyped} />}
      </Panel>
      {question && !period ? (
        <Answer
          staff={staff}
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
  staff,
  question,
  onAsk,
}: {
  staff: MyStaff
  question: Parameters<typeof holderQuery>[0]
  onAsk: (moment: Date) => void
}) {
  const t = useT('records')
  return (
    <Loaded query={useQuery(holderQuery(question))} what={t('holder.answer')}>
      {answer => (
        <HolderAnswerPanel
          staff={staff}
          functionId={question.functionId}
          answer={answer}
          onAsk={onAsk}
        />
      )}
    </Loaded>
  )
}
