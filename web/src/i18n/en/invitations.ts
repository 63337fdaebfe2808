import type { texts as de } from '../de/invitations.ts'
import type { Same } from '../i18n.ts'

export const texts: Same<typeof de> = {
  title: 'Outbox',
  onlyLeadAndIt: 'The outbox is for the lead and IT.',
  noServer: {
    title: 'No mail server is set up: none of these emails has been sent.',
    text: 'The people invited have received nothing. Please call them, or open the email here to show and print the personal link or the access code. IT can set up the mail server.',
    textIt:
      'The people invited have received nothing. Set up the mail server, or give access codes on paper. The lead prints personal links.',
  },
  none: 'No emails yet.',
  noneText:
    'Invitations, changes of date, cancellations and reminders appear here as soon as a meeting is convened.',
  noneOfState: 'No emails in this state.',
  toMeetings: 'To the meetings',
  loadingMore: 'Loading more emails …',
  column: { at: 'Time', to: 'To', subject: 'Subject', kind: 'Kind', state: 'State' },
  kind: {
    invitation: 'Invitation',
    moved: 'Moved',
    changed: 'Change',
    cancelled: 'Cancellation',
    reminder: 'Reminder',
    deputy: 'Deputy',
    left: 'Leaving the staff',
    uninvited: 'No longer invited',
    relieved: 'No longer deputy',
    released: 'Deputy no longer needed',
    standInChanged: 'Own deputy',
    enrolment: 'Set up access',
    seriesNews: 'News about the series',
  },
  state: {
    pending: 'waiting',
    sending: 'being sent',
    retrying: 'being tried again',
    sent: 'sent',
    failed: 'not delivered',
    unsent: 'not sent',
    withdrawn: 'withdrawn',
    superseded: 'superseded',
  },
  attempts_one: '{{count}} attempt',
  attempts_other: '{{count}} attempts',
  filter: {
    label: 'State',
    all: 'All ({{count}})',
    failed: 'not delivered ({{count}})',
    waiting: 'on the way ({{count}})',
    sent: 'sent ({{count}})',
    unsent: 'not sent ({{count}})',
    withdrawn: 'withdrawn ({{count}})',
    superseded: 'superseded ({{count}})',
  },
  detail: {
    title: 'Mail',
    written: 'written',
    sent: 'sent',
    text: 'Text',
    linksHidden:
      'Personal links are not shown here: whoever has one can reply for its recipient. The lead can show them one by one, and this is recorded.',
    notForYou:
      'Only the lead can see subject and text, because they are part of the meeting’s content.',
    unsentDo:
      '{{name}} has received nothing. Please call, or hand it over in person. The lead prints personal links.',
    retry: 'Send again',
    sendNow: 'Send now',
    retrying: 'being handed over …',
    retried: 'The email to {{name}} is being sent again.',
    noServer: 'No mail server is set up.',
    waits:
      'The mail server has not accepted this email yet. Lagerunde keeps trying for up to a day. The address may well be right.',
    mayHaveArrived:
      'The mail server was given this email and has not confirmed it: {{name}} may have received it. Lagerunde tries again at growing intervals; most mailboxes then show it only once.',
    failedDo:
      '{{name}} has received nothing. Is the address right? You can correct it under “Staff”; then send again, call, or hand it over in person.',
    withdrawn:
      '{{name}} is no longer a member of the staff or no longer takes part in meetings. This email will therefore not be sent.',
    withdrawnBack:
      '{{name}} is a member of the staff again. This email will therefore not be sent.',
    superseded:
      'A later email says the same, or it no longer matters. This email will therefore not be sent.',
    toStaff: 'To the staff',
    toMeeting: 'To the meeting',
  },
  hand: {
    link: 'Show the link for {{name}}',
    over: {
      meetingClosed: 'The meeting is over; no reply is needed any more.',
      meetingCancelled: 'The meeting is cancelled; no reply is needed any more.',
    },
    code: 'Access code for {{name}} …',
    busy: 'being fetched …',
    title: 'Personal link for {{name}}',
    print: 'Print the sheet',
    qr: 'QR code with the personal link',
    how: 'Scan this code with your phone’s camera, and choose how you will take part. You do not need to sign in.',
    keep: 'The link is for {{name}} only: whoever has it can reply for this person.',
    help: 'Help: IT hotline {{number}}',
    trail: 'It has been recorded that you showed this link.',
  },
  calendar: {
    title: 'Calendar entry',
    REQUEST: 'Invitation',
    CANCEL: 'Cancellation',
    download: 'As a file (.ics)',
    what: 'Title',
    when: 'Time',
    where: 'Place',
    video: 'by video',
    alarm: 'Reminder',
    alarmText_one: '{{count}} minute before',
    alarmText_other: '{{count}} minutes before',
    version: 'Version',
  },
}
