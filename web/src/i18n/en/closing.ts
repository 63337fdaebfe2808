import type { texts as de } from '../de/closing.ts'
import type { Same } from '../i18n.ts'

export const texts: Same<typeof de> = {
  close: {
    title: 'Close {{title}}?',
    there_zero: 'Nobody is there.',
    there_one:
      '{{count}} person is still there: {{names}}. They are checked out and the virtual room closes.',
    there_other:
      '{{count}} people are still there: {{names}}. They are checked out and the virtual room closes.',
    andMore: '{{names}} and {{count}} more',
    unconnected:
      '{{names}}: reported as virtual, never connected so far. The minutes will say so. It can only be taken back before, at the front desk under “Last entries”.',
    openItems_one: 'One item of the agenda was not dealt with: {{titles}}.',
    openItems_other: '{{count}} items of the agenda were not dealt with: {{titles}}.',
    runningItem: 'The running item “{{title}}” ends.',
    entries: 'The minutes contain {{decisions}} and {{orders}}.',
    decisions_zero: 'no decision',
    decisions_one: 'one decision',
    decisions_other: '{{count}} decisions',
    orders_zero: 'no order',
    orders_one: 'one order',
    orders_other: '{{count}} orders',
    unfilled_one: 'One required function is unfilled: {{functions}}. The minutes say so.',
    unfilled_other: '{{count}} required functions are unfilled: {{functions}}. The minutes say so.',
    unfilledSince: '{{label}} since {{time}}',
    unfilledAlways: '{{label}} since the beginning',
    youLeft: 'You yourself are recorded as gone since {{time}}.',
    youLeftMeans: 'The minutes say that you were not there at the close.',
    stillThere: 'Still there?',
    wroteMost_one: '{{name}} wrote most entries, {{count}} so far.',
    wroteMost_other: '{{name}} wrote most entries, {{count}} so far.',
    nameTaker: 'Name {{name}} as minute taker',
    minutes:
      'The draft minutes are created at once. Nobody is named as minute taker; that can still be done there.',
    minutesBy: 'The draft minutes are created at once; minute taker: {{name}}.',
    ended: 'End of the meeting',
    endedNow: 'now',
    endedEarlier: 'earlier',
    endedAt: 'The meeting ended',
    endedWhy: 'Why is this only being recorded now?',
    endedHint:
      'This will appear in the minutes. Anything reported after that does not count as attendance, but is kept.',
    endedWrong: 'Please give a time between the opening and now.',
    endedNoReason: 'Please enter a reason.',
    confirmAt: 'Close, ended {{moment}}',
    final: 'A closed meeting cannot be opened again.',
    notYet: 'Do not close yet',
    back: 'Back to the meeting',
    confirm: 'Close now',
    closing: 'closing …',
    already: 'The meeting is already closed.',
    alreadyAt: 'Somebody else closed the meeting {{moment}}. The draft minutes are ready.',
    done: 'The meeting is closed. The draft minutes are being made.',
  },
}
