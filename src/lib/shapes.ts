import { z } from 'zod'

/** One line as typed: no control characters, no broken halves of a character; length in characters as people count them. */
export const line = (max: number) =>
  z
    .string()
    .transform(text => text.replace(/^ +| +$/g, ''))
    .refine(text => !/\p{Cc}/u.test(text), 'must not contain line breaks or control characters')
    .refine(text => text.isWellFormed(), 'contains half a character')
    .refine(text => [...text].length <= max, `at most ${max} characters`)

/** The same, with something in it. */
export const words = (max: number) =>
  line(max).refine(text => text.trim() !== '', 'must not be empty')

// far from the edges of calendars, so that adding a zone or a duration never leaves what a database and a Date can hold
const isOfOurTime = (text: string) => text >= '2000' && text < '3000'

/** A day as `2026-11-24`, of this millennium. */
export const Day = z.iso.date().refine(isOfOurTime, 'expected a day of this millennium')
/** A moment as `2026-11-24T08:30:00Z`, of this millennium. */
export const Moment = z.iso.datetime().refine(isOfOurTime, 'expected a moment of this millennium')
/** The same, where an offset may stand instead of the Z. */
export const MomentWithOffset = z.iso
  .datetime({ offset: true })
  .refine(isOfOurTime, 'expected a moment of this millennium')
