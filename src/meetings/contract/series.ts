import { z } from 'zod'
import { Day, WallTime } from '../../lib/shapes.ts'

/**
 * Chosen weekdays: 1 Monday … 7 Sunday. `until` is the last possible day, inclusive. `leftOut`: days
 * of the rule on which no meeting is wanted.
 */
export const SeriesRule = z.strictObject({
  every: z.enum(['day', 'weekdays', 'week', 'days']),
  weekdays: z.array(z.number().int().min(1).max(7)).max(7).optional(),
  until: Day,
  leftOut: z.array(Day).max(400).optional(),
})

export type SeriesRule = z.infer<typeof SeriesRule>

/**
 * The query for the days of a series while it is typed. `weekdays`: 1 Monday … 7 Sunday, separated
 * by commas.
 */
export const SeriesPreviewQuery = z.strictObject({
  date: Day,
  time: WallTime,
  every: SeriesRule.shape.every,
  until: Day,
  weekdays: z
    .string()
    .regex(/^[1-7](,[1-7]){0,6}$/, 'expected weekdays like 1,3,5')
    .optional(),
})

/** Public holidays of Germany and of its Länder; pages call them by their German names. */
export const Holiday = z.enum([
  'newYear',
  'epiphany',
  'womensDay',
  'goodFriday',
  'easterSunday',
  'easterMonday',
  'labourDay',
  'ascension',
  'whitSunday',
  'whitMonday',
  'corpusChristi',
  'assumption',
  'childrensDay',
  'unityDay',
  'reformationDay',
  'allSaints',
  'repentanceDay',
  'christmasDay',
  'secondChristmasDay',
])
export type Holiday = z.infer<typeof Holiday>

/** The two possible moments of a day on which the clocks skip the time, or show it twice. */
export const DayQuestion = z.strictObject({
  kind: z.enum(['missing', 'ambiguous']),
  earlier: z.iso.datetime(),
  later: z.iso.datetime(),
})

/**
 * What planning the series would give: its days in order, or why there are none. `startsAt` null:
 * see `question`.
 */
export const SeriesPreview = z.union([
  z.strictObject({
    days: z.array(
      z.strictObject({
        date: Day,
        startsAt: z.iso.datetime().nullable(),
        question: DayQuestion.nullable(),
        /** in the Land of the staff; the lead decides whether the meeting takes place */
        holiday: Holiday.nullable(),
      }),
    ),
  }),
  z.strictObject({
    problem: z.enum(['untilBeforeStart', 'noWeekdays', 'noMeetings', 'tooMany']),
  }),
])

export type SeriesPreview = z.infer<typeof SeriesPreview>
