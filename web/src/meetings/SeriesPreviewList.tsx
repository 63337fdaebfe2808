import { useState } from 'react'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Segments } from '../ui/Field.tsx'
import { useFormat } from '../ui/time.tsx'
import { wholeNumber } from '../ui/numbers.ts'
import { beginningOf, type PlanDraft, type PreviewDay } from './planDraft.ts'

const shownFirst = 14

/**
 * The meetings a repetition makes. It asks about days on which a clock change makes the time
 * unclear.
 */
export function SeriesPreviewList({
  days,
  isPending,
  draft,
  onChoose,
  error,
}: {
  days: readonly PreviewDay[]
  /** the list was made before the last change of the form */
  isPending: boolean
  draft: PlanDraft
  onChoose: (date: string, choice: 'earlier' | 'later') => void
  error: string | null
}) {
  const t = useT('meetings')
  const format = useFormat()
  const [isWhole, setWhole] = useState(false)
  const durationMs = (wholeNumber(draft.duration, { from: 1, to: 1440 }) ?? 0) * 60_000
  // the field of the beginning asks about the first day when its time exists twice
  const asked = days.filter(
    day => day.question && !(day.date === draft.start.date && day.question.kind === 'ambiguous'),
  )
  const shown = isWhole ? days : days.slice(0, shownFirst)
  return (
    <div className="stack">
      {asked.map(({ date, question }) =>
        question ? (
          <div key={date} className="question">
            <Segments
              label={t(
                question.kind === 'missing' ? 'plan.questionMissing' : 'plan.questionAmbiguous',
                {
                  day: format.date(question.earlier),
                  time: draft.start.time,
                },
              )}
              value={draft.choices[date] ?? null}
              onChange={choice => onChoose(date, choice)}
              options={(['earlier', 'later'] as const).map(value => ({
                value,
                label:
                  question.kind === 'missing'
                    ? format.time(question[value], question[value])
                    : `${format.time(question[value], question[value])}, ${t(`plan.${value}`)}`,
              }))}
            />
          </div>
        ) : null,
      )}
      {error ? (
        <p className="bad-text" role="alert">
          <b>{error}</b>
        </p>
      ) : null}
      <div role="group" aria-label={t('plan.preview')} aria-busy={isPending}>
        <p className="label-line" role="status">
          {isPending ? t('plan.previewPending') : t('plan.previewCount', { count: days.length })}
        </p>
        <ul className="plain-list preview">
          {shown.map(day => {
            const startsAt = beginningOf(day, draft)
            return (
              <li key={day.date} className={startsAt ? undefined : 'soft'}>
                {startsAt
                  ? `${format.date(startsAt, 'medium')}, ${format.range(startsAt, Date.parse(startsAt) + durationMs, startsAt)}`
                  : `${format.date(day.question?.earlier ?? day.date, 'medium')}, ?`}
              </li>
            )
          })}
        </ul>
        {days.length > shown.length ? (
          <Button size="small" variant="tertiary" onClick={() => setWhole(true)}>
            {t('plan.previewAll', { count: days.length })}
          </Button>
        ) : null}
      </div>
    </div>
  )
}
