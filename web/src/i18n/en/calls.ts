import type { texts as de } from '../de/calls.ts'
import type { Same } from '../i18n.ts'

export const texts: Same<typeof de> = {
  panel: 'Call for {{label}}',
  who: 'Call {{name}}:',
  howWent: '{{name}}: how did the call end?',
  number: 'Call {{number}}',
  noNumber: 'no number on file',
  noNumberOf: 'No number is on file for {{name}}.',
  comes: '{{name}} is coming',
  comesBy: 'is coming',
  cannotCome: 'Cannot come',
  notReached: 'Not reached',
  notReachedNext: 'Not reached → {{name}}',
  notReachedAt: '{{name}} not reached {{time}}',
  cannotComeAt: '{{name}} cannot come, said {{time}}',
  takeBack: 'take back',
  takeBackFor: 'Take back: {{name}}',
  order: 'Order',
  rank: 'deputy {{rank}}',
  nobodyLeft: 'Nobody is left to be called in the order of deputies.',
  somebodyElse: 'Call somebody else of the staff …',
  said: {
    comes: '{{name}} is coming, {{mode}}.',
    cannotCome: '{{name}} cannot come.',
  },
  fill: {
    title: 'Fill {{label}}',
    textMeeting: 'Whoever is chosen stands in for the function at this meeting and is invited.',
    textStaff:
      'Nobody in the staff has this function. Whoever is chosen takes it over and is invited.',
    search: 'Name or function',
    take: 'Fill',
    takeFor: 'Fill with {{name}}',
    taking: 'inviting …',
    deputises: '{{name}} already stands in for somebody else at this meeting.',
    taken: '{{name}} is invited for {{label}}.',
  },
}
