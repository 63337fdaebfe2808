import type { texts as de } from '../de/replies.ts'
import type { Same } from '../i18n.ts'

export const texts: Same<typeof de> = {
  title: 'Your reply',
  invitation: 'the invitation',
  invitationTo: 'Invitation to {{name}}',
  placeOrVirtual: '{{place}}, or by video',
  about_one: 'about {{count}} minute',
  about_other: 'about {{count}} minutes',
  moved: 'moved',
  movedFrom: 'Before:',
  running: 'The meeting is going on.',
  question: 'How will you take part?',
  clock: '{{time}}',
  notYet: 'not saved yet',
  noRoom: 'planned without a virtual room',
  seats: {
    full: 'All seats are taken – you may still choose this',
    free_one: '{{count}} seat free',
    free_other: '{{count}} seats free',
  },
  status: {
    none: 'No reply yet. You can change it at any time, even during the meeting.',
    saved: 'Your reply is saved:',
    onBehalf: 'Entered for you by {{name}}:',
    what: '{{plan}}, {{at}}.',
    anytime: 'You can change it at any time.',
    waiting: 'Not saved yet: no connection.',
    kept: 'Your choice “{{plan}}” is kept and will be sent as soon as the server answers. Please leave this page open.',
    failed: 'Not saved.',
    again: 'Send again',
  },
  decline: {
    withDeputy: 'Unable to attend – name a deputy …',
    alone: 'Unable to attend, no deputy',
    ranked: 'Your deputy according to the staff',
    by: 'Represented by {{name}}',
    further: 'Or somebody else of the staff',
    who: 'Who represents you?',
    choose: 'Please choose …',
    chooseFirst: 'Choose a person first.',
    name: 'Name a deputy',
    nobody: 'Nobody else is listed in the staff. Please decline without a deputy, or call.',
  },
  phone: {
    call: 'Call {{number}}',
    code: 'Code {{code}}',
    none: 'This staff has no dial-in number. Please ask the KGS (coordination) or the IT hotline.',
  },
  help: 'With this link you can change your reply until the end of the meeting. Nobody asks for a reason.',
  toSignIn: 'To join by video, sign in.',
  dead: {
    incomplete: {
      title: 'This link is incomplete.',
      text: 'The personal part behind the # is missing. Open the whole link from the mail once more, or copy it completely.',
    },
    expired: {
      title: 'This link is no longer valid.',
      text: 'It was withdrawn or replaced by a newer one. Your reply so far still counts.',
    },
    disowned: {
      title: 'Thank you for telling us.',
      text: 'The link is no longer valid. It is noted that this invitation reached the wrong person. Please delete the mail.',
    },
    closed: {
      title: 'This meeting is over.',
      text: 'Replies can no longer be changed, and this link no longer works. You need not do anything.',
    },
    cancelled: {
      title: 'This meeting is cancelled.',
      text: 'It will not take place, and this link no longer works. You need not do anything.',
    },
    todo: 'Use the link from the newest mail, sign in, or call.',
    signIn: 'Sign in and reply there',
  },
  notMine: {
    are: 'Not {{name}}?',
    title: 'This invitation is not mine',
    text: 'The link becomes invalid at once, for {{name}} too. It is noted that the mail reached the wrong person. The reply so far still counts. This cannot be taken back here.',
    do: 'Make the link invalid',
  },
}
