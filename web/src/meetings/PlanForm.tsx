import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import type { StaffId } from '../../../src/lib/ids.ts'
import type { DateQuestion, Meeting } from '../../../src/meetings/contract/meeting.ts'
import { isAboutForm } from '../frame/fields.ts'
import { toFirstFault } from '../frame/firstFault.ts'
import { FormProblem } from '../frame/FormProblem.tsx'
import { rosterQuery } from '../roster/queries.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { useDraft } from '../ui/draft.ts'
import { Panel } from '../ui/Panel.tsx'
import { momentOf } from '../ui/DateTimeField.tsx'
import { useZone } from '../ui/time.tsx'
import { AgendaFields } from './AgendaFields.tsx'
import { CalledCount, CalledPeople } from './Called.tsx'
import { calledOn } from './calling.ts'
import { IncidentFields } from './IncidentFields.tsx'
import { MeantField } from '../frame/MeantField.tsx'
import { PlaceFields } from './PlaceFields.tsx'
import {
  type PlanDraft,
  beganOn,
  inputOf,
  isLeftOut,
  problemsOf,
  questionsOf,
} from './planDraft.ts'
import type { PlannedResult } from './Planned.tsx'
import { type PlanProblem, planProblem } from './planProblem.ts'
import { incidentsQuery } from './queries.ts'
import { TimeFields } from './TimeFields.tsx'
import { usePlan } from './usePlan.ts'
import { useSeriesPreview } from './useSeriesPreview.ts'
import { answered } from '../frame/meant.ts'
import { serverNow } from '../ui/clock.ts'

type Props = {
  staffId: StaffId
  like: Meeting | null
  first: PlanDraft
  onPlanned: (result: PlannedResult) => void
}

export function PlanForm({ staffId, like, first, onPlanned }: Props) {
  const t = useT('planning')
  const common = useT('common')
  const zone = useZone()
  const incidents = useQuery(incidentsQuery(staffId)).data ?? []
  const roster = useQuery(rosterQuery(staffId)).data
  const [kept, setKept] = useDraft(`plan ${staffId} ${like?.meetingId ?? ''}`)
  const [wasKept, setWasKept] = useState(kept !== '')
  // setKept below wrote it
  const [draft, setDraft] = useState<PlanDraft>(() =>
    kept ? (JSON.parse(kept) as PlanDraft) : first,
  )
  const [now] = useState(() => new Date(serverNow()))
  const [wasTried, setTried] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const series = useSeriesPreview(staffId, draft)
  const problems = () => problemsOf(draft, { zone, preview: series.current })
  const plan = usePlan(staffId, { onPlanned, onDone: () => setKept('') })
  const change = (part: Partial<PlanDraft>) => {
    const next = { ...(part.start ? beganOn(draft, part.start) : draft), ...part }
    setDraft(next)
    setKept(JSON.stringify(next))
  }
  const restart = () => {
    setDraft(first)
    setKept('')
    setWasKept(false)
    setTried(false)
    plan.reset()
  }
  const questions = questionsOf(draft, { zone, now })
  const isAnswered = (question: DateQuestion) => draft.start.meant?.includes(question) === true
  const isMeant = questions.every(isAnswered)
  const submit = (convene: boolean) => {
    setTried(true)
    if (plan.isPending) return
    if (!isMeant || problems().size > 0) return toFirstProblem()
    const isOfLike = like !== null && draft.incidentId === like.incidentId
    plan.mutate(inputOf(draft, { convene, like: isOfLike ? like.meetingId : null }), {
      onError: toFirstProblem,
    })
  }
  const toFirstProblem = () => requestAnimationFrame(() => toFirstFault(form.current))
  const isUnanswered = wasTried && !isMeant
  const found = wasTried ? problems() : new Set<never>()
  const problem: PlanProblem = (field, ...more) =>
    planProblem(t, { found, error: plan.error, field, more })
  const { shown } = series
  const dates =
    shown && 'days' in shown ? shown.days.filter(day => !isLeftOut(day, draft)).length : 1
  const shared = { draft, onChange: change, problem }
  const called =
    roster &&
    calledOn(roster, {
      day: draft.start.date,
      choice: draft.choice,
      takerId: draft.minuteTakerId,
    })
  return (
    <form
      ref={form}
      className="stack"
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        submit(true)
      }}
    >
      {wasKept ? (
        <p className="row wrap">
          {t('plan.draft')}
          <Button size="small" onClick={restart}>
            {t('plan.restart')}
          </Button>
        </p>
      ) : null}
      <IncidentFields {...shared} incidents={incidents} />
      <TimeFields {...shared} series={series} staffId={staffId}>
        {questions.map(question => (
          <MeantField
            key={question}
            question={question}
            at={momentOf(draft.start, zone)}
            tellsNobody
            isMeant={isAnswered(question)}
            onChange={isOn => change({ start: answered(draft.start, question, isOn) })}
            isMissing={wasTried && !isAnswered(question)}
          />
        ))}
      </TimeFields>
      <PlaceFields {...shared} staffId={staffId} proposedTakerId={first.minuteTakerId} />
      <AgendaFields {...shared} staffId={staffId} />
      {called ? (
        <Panel title={t('called.title')} isPadded>
          <CalledPeople
            hasTitle
            called={called}
            choice={draft.choice}
            takerId={draft.minuteTakerId}
            onChange={choice => change({ choice })}
          />
          {draft.repeat === 'none' ? null : <p className="secondary soft">{t('called.series')}</p>}
        </Panel>
      ) : null}
      {isAboutForm(plan.error) ? (
        <FormProblem error={plan.error} />
      ) : plan.error || isUnanswered || found.size > 0 ? (
        <p role="alert" className="bad-text">
          <b>{common('error.invalid')}</b>
        </p>
      ) : null}
      <Panel isPadded>
        <div className="row wrap">
          <Button
            type="submit"
            variant="primary"
            size="tall"
            busy={plan.isPending && t('plan.saving')}
          >
            {t('plan.send')}
          </Button>
          <Button size="tall" onClick={() => submit(false)}>
            {t('plan.only')}
          </Button>
          <p className="secondary grow plan-note" role="status">
            {called ? <CalledCount called={called} atOnce={false} /> : null}{' '}
            <span className="soft">
              {dates > 1 ? `${t('plan.sendTextSeries')} ` : ''}
              {t('plan.onlyText')}
            </span>
          </p>
        </div>
      </Panel>
    </form>
  )
}
