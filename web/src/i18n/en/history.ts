import type { texts as de } from '../de/history.ts'
import type { Same } from '../i18n.ts'

export const texts: Same<typeof de> = {
  history: {
    title: 'History of the meeting',
    by: 'by {{name}}',
    system: 'by the system',
    closedFor: 'closed; it had ended {{when}}: {{reason}}',
    planned: 'planned for {{when}}',
    convened: 'convened',
    opened: 'opened',
    paused: 'interrupted',
    resumed: 'resumed',
    closed: 'closed',
    cancelled: 'cancelled',
    cancelledFor: 'cancelled: {{reason}}',
    moved: 'moved from {{from}} to {{to}}',
    changed: 'changed: {{title}}, {{place}}',
    minuteTaker: 'minute taker: {{name}}',
    minuteTakerNone: 'minute taker: nobody',
    notThere: '{{name}}: does not take part',
    notReached: '{{name}} not reached by phone',
    cannotCome: '{{name}} cannot come, said by phone',
    takenBack: 'call to {{name}}: was a mistake',
    unopened: 'opening taken back',
  },
}
