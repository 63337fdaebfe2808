import { joinRate } from './join-rate.ts'
import { webhookRate } from './webhook-rate.ts'
import { figure as calendarDates } from './calendar-dates.ts'
import type { Figure } from './figure.ts'
import { figure as injection } from './injection.ts'
import { minutesPdf } from './minutes-pdf.ts'

/** Every measured promise, in the order in which they are run. */
export const figures: readonly Figure[] = [joinRate, webhookRate, minutesPdf, calendarDates, injection]
