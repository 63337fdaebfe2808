import { useState } from 'react'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { ClockQuestion } from './ClockQuestion.tsx'
import { useFormat } from '../ui/time.tsx'
import { wholeNumber } from '../ui/numbers.ts'
import { beginningOf, isLeftOut, type PlanDraft, type PreviewDay } from './planDraft.ts'
import { useHolidayWords } from './useDayWords.ts'

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
  onDay,
  error,
}: {
  days: readonly PreviewDay[]
  /** the list was made before the last change of the form */
  isPending: boolean
  draft: PlanDraft
  onChoose: (date: string, choice: 'earlier' | 'later') => void
  /** leaves a day out, or says that it takes place */
  onDay: (date: string, choice: 'in' | 'out') => void
  error: string | null
}) {
  const t = useT('planning')
  const format = useFormat()
  const holidayOf = useHolidayWords()
  const [isWhole, setWhole] = useState(false)
  const durationMs = (wholeNumber(draft.duration, { from: 1, to: 1440 }) ?? 0) * 60_000
  // the field of the beginning asks about the first day when its time exists twice
  const asked = days.filter(
    day =>
      !isLeftOut(day, draft) &&
      day.question &&
      !(day.date === draft.start.date && day.question.kind === 'ambiguous'),
  )
  // a holiday is asked about, so it is not hidden behind a button
  const shown = isWhole ? days : days.filter((day, i) => i < shownFirst || day.holiday)
  const count = days.filter(day => !isLeftOut(day, draft)).length
  return (
    <div className="stack">
      {asked.map(({ date, question }) =>
        question ? (
          <ClockQuestion
            key={date}
            question={question}
            time={draft.start.time}
            choice={draft.choices[date] ?? null}
            onChoose={choice => onChoose(date, choice)}
          />
        ) : null,
      )}
      {error ? (
        <p className="bad-text" role="alert">
          <b>{error}</b>
        </p>
      ) : null}
      <div role="group" aria-label={t('plan.preview')} aria-busy={isPending}>
        <p className="label-line" role="status">
          {isPending ? t('plan.previewPending') : t('plan.previewCount', { count })}
        </p>
        <ul className="plain-list preview">
          {shown.map(day => {
            const startsAt = beginningOf(day, draft)
            const isOut = isLeftOut(day, draft)
            const name = startsAt
              ? `${format.date(startsAt, 'medium')}, ${format.range(startsAt, Date.parse(startsAt) + durationMs, startsAt)}`
              : `${format.date(day.question?.earlier ?? day.date, 'medium')}, ?`
            const hand = (choice: 'in' | 'out', label: 'in' | 'out' | 'leaveOut' | 'yes') => (
              <Button
                size="small"
                variant={day.holiday ? 'secondary' : 'tertiary'}
                {...(day.holiday ? { isPressed: draft.days[day.date] === choice } : {})}
                label={t(`following.${label}For`, { day: name })}
                onClick={() => onDay(day.date, choice)}
              >
                {t(`following.${label}`)}
              </Button>
            )
            const isUnanswered = error !== null && day.holiday && !draft.days[day.date]
            return (
              <li
                key={day.date}
                className={isUnanswered ? 'bad-text' : startsAt && !isOut ? undefined : 'soft'}
                {...(isUnanswered && { 'data-question': true })}
              >
                <span>
                  {isOut ? <s>{name}</s> : name}
                  {day.holiday ? <b> {holidayOf(day.holiday)}</b> : null}
                </span>
                <span className="hands">
                  {day.holiday ? (
                    <>
                      {hand('in', 'in')}
                      {hand('out', 'out')}
                    </>
                  ) : isOut ? (
                    hand('in', 'yes')
                  ) : (
                    hand('out', 'leaveOut')
                  )}
                </span>
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
