import type { texts as de } from '../de/findings.ts'
import type { Same } from '../i18n.ts'

export const texts: Same<typeof de> = {
  findings: {
    title_one: 'One thing to look at',
    title_other: '{{count}} things to look at',
    none: 'Nothing to look at.',
    notBlocking: 'You can release all the same. Afterwards nothing changes here any more.',
    notRecorded: '{{name}} is not recorded',
    neverConnected: '{{name}} is reported as virtual and never connected',
    neverConnectedText:
      'The minutes give the statement with its source. If it is wrong, lead or KGS take it back at the front desk before the meeting is closed.',
    leadNotThere: 'Whoever opened the meeting did not take part',
    takerNotThere: 'The minute taker did not take part',
    saidNotThere: 'Said so for {{name}}.',
    orderWithoutPerson: 'Order {{number}} without a responsible person',
    pointsWithoutText_one: 'One agenda item without text',
    pointsWithoutText_other: '{{count}} agenda items without text',
    gaps: 'Gaps of required functions',
    gapsShown: '{{gaps}} The minutes say so.',
    from: 'from',
    until: 'until',
    timeWrong: 'Please enter a time within the meeting.',
    added: '{{name}} was added later.',
    order: 'Order',
    assign: 'Person, due …',
    assignOf: 'Name person and due time of {{number}}',
    write: 'Write the text',
    writeOf: 'Write the text: {{title}}',
    nobodyNamed: 'Please name somebody.',
    textOf: 'Text about “{{title}}”',
    takeOver: 'Use this text',
    takeOverOf: 'Use this text: {{title}}',
    noText: 'No text yet.',
    notTreated: 'Not treated',
    notTreatedOf: 'Not treated: {{title}}',
  },
}
