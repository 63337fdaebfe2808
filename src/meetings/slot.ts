import { DomainError } from '../lib/errors.ts'
import type { DateQuestion } from './contract/meeting.ts'
import type { ShiftQuestion } from './series.ts'
import { dateQuestion } from './rules/states.ts'
import { resolveWallTime } from '../lib/time.ts'
import type { z } from 'zod'

export type Out<S extends z.ZodType> = z.output<S>

export type Slot = { startsAt: Date; endsAt: Date }

/** The instant of a wall time. Throws a question for one that does not exist or exists twice. */
export function instantOf(
  { date, time, fold }: { date: string; time: string; fold?: 'earlier' | 'later' | undefined },
  zone: string,
): Date {
  const resolved = resolveWallTime({ date, time, zone })
  if (resolved.kind === 'exact') return resolved.at
  if (resolved.kind === 'missing') {
    throw new DomainError('wallTimeMissing', `On ${date} the clocks skip ${time}`, {
      fields: [
        {
          field: 'time',
          problem: `does not exist on ${date}`,
          value: time,
          expected: 'a time before or after the clock change',
        },
      ],
      details: {
        before: resolved.before.toISOString(),
        after: resolved.after.toISOString(),
        date,
        time,
      },
    })
  }
  if (fold) return resolved[fold]
  throw new DomainError('wallTimeAmbiguous', `On ${date} the clocks show ${time} twice`, {
    fields: [
      {
        field: 'time',
        problem: `exists twice on ${date}`,
        value: time,
        expected: 'fold: earlier or later',
      },
    ],
    details: {
      earlier: resolved.earlier.toISOString(),
      later: resolved.later.toISOString(),
      date,
      time,
    },
  })
}

/** The question about days of a series on which the clocks change. */
export function unclearDays(questions: readonly ShiftQuestion[], time: string): DomainError {
  const isMissing = questions.some(({ shift }) => shift === 'missing')
  return new DomainError(
    isMissing ? 'wallTimeMissing' : 'wallTimeAmbiguous',
    'The clocks change on a day of the series',
    {
      fields: questions.map(({ localDate, shift }) => ({
        field: `choices.${localDate}`,
        problem: shift,
        value: time,
        expected: 'earlier or later',
      })),
      details: {
        questions: questions.map(each => ({
          ...each,
          earlier: each.earlier.toISOString(),
          later: each.later.toISOString(),
        })),
      },
    },
  )
}

export function slotOf(startsAt: Date, durationMin: number): Slot {
  return { startsAt, endsAt: new Date(startsAt.getTime() + durationMin * 60_000) }
}

/**
 * Throws a question for a beginning that is over, or so far ahead that the year may be mistyped,
 * unless `meant` confirms it.
 */
export function requireMeant(
  slots: readonly Pick<Slot, 'startsAt'>[],
  { now, meant = [] }: { now: Date; meant: DateQuestion | readonly DateQuestion[] | undefined },
): void {
  for (const { startsAt } of slots) {
    const question = dateQuestion(startsAt, now)
    if (question === null || [meant].flat().includes(question)) continue
    throw new DomainError(
      question,
      question === 'inThePast' ? 'The meeting would begin in the past' : 'The meeting is far ahead',
      {
        fields: [{ field: 'date', problem: question, expected: `meant: ${question}` }],
        details: { startsAt: startsAt.toISOString() },
      },
    )
  }
}
