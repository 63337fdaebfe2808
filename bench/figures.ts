import { boardFanout } from './board-fanout.ts'
import { figure as calendarDates } from './calendar-dates.ts'
import { crashCommit } from './crash-commit.ts'
import type { Figure } from './figure.ts'
import { firstLoad } from './first-load.ts'
import { firstUse } from './first-use.ts'
import { forgedWebhooks } from './forged-webhooks.ts'
import { holdUp } from './hold-up.ts'
import { figure as injection } from './injection.ts'
import { joinRate } from './join-rate.ts'
import { lighthouse } from './lighthouse.ts'
import { longSeries } from './long-series.ts'
import { memory } from './memory.ts'
import { minutesPdf } from './minutes-pdf.ts'
import { signInRush } from './sign-in-rush.ts'
import { revocation } from './revocation.ts'
import { start } from './start.ts'
import { webhookRate } from './webhook-rate.ts'

/** All measured promises in the order in which they run. */
export const figures: readonly Figure[] = [
  joinRate,
  webhookRate,
  boardFanout,
  minutesPdf,
  firstLoad,
  firstUse,
  lighthouse,
  start,
  memory,
  crashCommit,
  forgedWebhooks,
  signInRush,
  revocation,
  calendarDates,
  injection,
  holdUp,
  longSeries,
]
