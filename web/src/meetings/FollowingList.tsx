import type { ReactNode } from 'react'
import { addDays, isoWeekday } from '../../../src/lib/time.ts'
import type { FollowingDay, FollowingField } from '../../../src/meetings/contract/following.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { classes } from '../ui/classes.ts'
import { Panel } from '../ui/Panel.tsx'
import { useFormat } from '../ui/time.tsx'
import { ClockQuestion } from './ClockQuestion.tsx'
import { type DayChoice, isAskedHoliday, type TypedFollowing } from './following.ts'
import { useHolidayWords } from './useDayWords.ts'

type Props = {
  days: readonly FollowingDay[]
  /** the list was made before the last change of the form */
  isPending: boolean
  typed: TypedFollowing
  /** the fields that the form changes */
  fields: readonly FollowingField[]
  hasRhythm: boolean
  onChange: (part: Partial<TypedFollowing>) => void
}

/** Every day of both rhythms, before and after; days can be left out or kept one by one. */
export function FollowingList({ days, isPending, typed, fields, hasRhythm, onChange }: Props) {
  const t = useT('planning')
  const format = useFormat()
  const weeks = [...Map.groupBy(days, ({ date }) => addDays(date, 1 - isoWeekday(date)))]
  const count = (what: FollowingDay['what']) => days.filter(day => day.what === what).length
  const summary = (['stays', 'changes', 'goes', 'comes', 'leftOut', 'kept', 'begun'] as const)
    .flatMap(what => (count(what) > 0 ? t(`following.count.${what}`, { count: count(what) }) : []))
    .join(' · ')
  const choose = (date: string, choice: DayChoice | null) => {
    const { [date]: _, ...others } = typed.days
    onChange({ days: choice ? { ...others, [date]: choice } : others })
  }
  return (
    <Panel
      title={t('following.preview')}
      aside={
        <span className="secondary" role="status">
          {isPending ? t('plan.previewPending') : summary}
        </span>
      }
    >
      <div aria-busy={isPending}>
        <div className="following-row head secondary soft" aria-hidden="true">
          <span>{t('following.day')}</span>
          <span>{t('following.old')}</span>
          <span>{t('following.new')}</span>
          <span>{t('following.happens')}</span>
          <span>{t('following.answers')}</span>
        </div>
        {weeks.map(([monday, own]) => (
          <section
            key={monday}
            aria-label={t('following.week', { day: format.date(`${monday}T12:00:00Z`, 'medium') })}
          >
            <h3 className="following-week secondary soft">
              {t('following.week', { day: format.date(`${monday}T12:00:00Z`, 'medium') })}
            </h3>
            <ul className="plain-list">
              {own.map(day => (
                <Row
                  key={day.meetingId ?? day.date}
                  day={day}
                  choice={typed.days[day.date]}
                  fields={fields}
                  hasRhythm={hasRhythm}
                  onChoose={choice => choose(day.date, choice)}
                >
                  {day.question ? (
                    <ClockQuestion
                      question={day.question}
                      time={typed.time}
                      choice={typed.choices[day.date] ?? null}
                      onChoose={choice =>
                        onChange({ choices: { ...typed.choices, [day.date]: choice } })
                      }
                    />
                  ) : null}
                </Row>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Panel>
  )
}

function Row({
  day,
  choice,
  fields,
  hasRhythm,
  onChoose,
  children,
}: {
  day: FollowingDay
  choice: DayChoice | undefined
  fields: readonly FollowingField[]
  hasRhythm: boolean
  onChoose: (choice: DayChoice | null) => void
  children: ReactNode
}) {
  const t = useT('planning')
  const format = useFormat()
  const holidayOf = useHolidayWords()
  const { what, before, after, single, holiday } = day
  const name = format.date(`${day.date}T12:00:00Z`, 'medium')
  const isMoved = before?.startsAt !== after?.startsAt
  const at = (span: typeof before) => (span ? format.time(span.startsAt, span.startsAt) : '–')
  const answers = () => {
    if (what === 'comes') return t('following.asked')
    if (what === 'leftOut' || day.state === null) return '–'
    const { accepted, declined } = day
    if (accepted + declined === 0) return t('following.noAnswers')
    const given = declined
      ? t('following.given', { accepted, declined })
      : t('following.accepted', { count: accepted })
    if (what === 'goes') return `${given}, ${t('following.areTold')}`
    return `${given}, ${t(what === 'changes' && isMoved ? 'following.toConfirm' : 'following.stay')}`
  }
  const button = (
    label: 'leaveOut' | 'yes' | 'keep' | 'go' | 'except' | 'also',
    to: DayChoice | null,
  ) => (
    <Button
      size="small"
      variant="tertiary"
      label={t(`following.${label}For`, { day: name })}
      onClick={() => onChoose(to)}
    >
      {t(`following.${label}`)}
    </Button>
  )
  const hands = () => {
    if (what === 'begun') return null
    if (hasRhythm && isAskedHoliday(day, choice))
      return (['in', 'out'] as const).map(each => (
        <Button
          key={each}
          size="small"
          isPressed={choice === each}
          label={t(`following.${each}For`, { day: name })}
          onClick={() => onChoose(each)}
        >
          {t(`following.${each}`)}
        </Button>
      ))
    if (what === 'kept') return button(hasRhythm ? 'go' : 'also', null)
    if (what === 'goes') return choice === 'out' ? button('yes', null) : button('keep', 'in')
    if (what === 'leftOut') return button('yes', choice === 'out' ? null : 'in')
    if (hasRhythm) return button('leaveOut', 'out')
    if (choice === 'in') return button('except', null)
    if (single.some(field => fields.includes(field))) return button('also', 'in')
    return what === 'changes' ? button('except', 'out') : null
  }
  return (
    <li className={classes('following-row', what, holiday && hasRhythm && 'holiday')}>
      <b>{format.shortDay(`${day.date}T12:00:00Z`)}</b>
      <span>
        <span className="sr-only">{t('following.old')}: </span>
        {isMoved && before ? <s>{at(before)}</s> : at(before)}
      </span>
      <span>
        <span className="sr-only">{t('following.new')}: </span>
        {day.question ? '?' : at(after)}
      </span>
      <span>
        {holiday ? (
          <>
            <b>{holidayOf(holiday)}</b>{' '}
          </>
        ) : null}
        <span className={what === 'stays' || what === 'begun' ? 'soft' : undefined}>
          {t(`following.what.${what}`)}
        </span>
        {single.length > 0 ? (
          <span className="secondary soft">
            {' '}
            {t('following.single', {
              fields: single.map(field => t(`following.field.${field}`)).join(', '),
            })}
          </span>
        ) : null}
      </span>
      <span className="secondary">{answers()}</span>
      <span className="hands">{hands()}</span>
      {children}
    </li>
  )
}
