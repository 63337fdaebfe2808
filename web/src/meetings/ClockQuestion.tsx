import { useT } from '../i18n/i18n.ts'
import { Segments } from '../ui/Field.tsx'
import { useFormat } from '../ui/time.tsx'
import type { PreviewDay } from './planDraft.ts'

/** Asks which moment is meant on a day on which the clocks skip the time, or show it twice. */
export function ClockQuestion({
  question,
  time,
  choice,
  onChoose,
}: {
  question: NonNullable<PreviewDay['question']>
  time: string
  choice: 'earlier' | 'later' | null
  onChoose: (choice: 'earlier' | 'later') => void
}) {
  const t = useT('planning')
  const format = useFormat()
  const isMissing = question.kind === 'missing'
  const at = (value: 'earlier' | 'later') => format.time(question[value], question[value])
  return (
    <div className="clock-question" data-question>
      <Segments
        label={t(isMissing ? 'plan.questionMissing' : 'plan.questionAmbiguous', {
          day: format.date(question.earlier),
          time,
        })}
        value={choice}
        onChange={onChoose}
        options={(['earlier', 'later'] as const).map(value => ({
          value,
          label: isMissing ? at(value) : `${at(value)}, ${t(`plan.${value}`)}`,
        }))}
      />
    </div>
  )
}
