import type { texts as de } from '../de/beforeClose.ts'
import type { Same } from '../i18n.ts'

export const texts: Same<typeof de> = {
  before: {
    title: 'The minutes are created when the meeting is closed.',
    text: 'The draft is ready at once; nobody has to compile it.',
    whoLead: 'You close the meeting as its lead.',
    who: 'The lead closes the meeting.',
    taker: 'Minutes taken by {{name}}.',
    noTaker:
      'Nobody has been named to take the minutes yet. This can also be done after closing, before release.',
    inside: 'What they will contain',
    attendance:
      'Attendance by function, with mode, times and deputies; the sentence about the hybrid meeting',
    gaps: 'Required functions that were unfilled, and interruptions',
    agenda_one: '{{count}} agenda item',
    agenda_other: '{{count}} agenda items',
    decision_one: '{{count}} decision so far',
    decision_other: '{{count}} decisions so far',
    order_one: '{{count}} order so far',
    order_other: '{{count}} orders so far',
    log_one: '{{count}} entry in the meeting log',
    log_other: '{{count}} entries in the meeting log',
    fault_one: '{{count}} technical fault',
    fault_other: '{{count}} technical faults',
    next: 'The next meeting: {{title}}, {{when}}',
    noNext: 'The next meeting, once it is planned',
    band: 'The attendance band as annex, with its table',
    free: 'The minute taker, KGS or lead add the situation, press and remarks to the draft afterwards.',
    cancelled: 'The meeting is cancelled.',
    cancelledText: 'A cancelled meeting has no minutes.',
  },
}
