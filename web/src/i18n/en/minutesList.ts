import type { texts as de } from '../de/minutesList.ts'
import type { Same } from '../i18n.ts'

export const texts: Same<typeof de> = {
  list: {
    none: 'There are no minutes yet.',
    noneText:
      'Minutes are created when the lead closes a meeting. They then appear here, at first as a draft.',
    noneRecords: 'Released minutes appear here. None have been released yet.',
    toMeetings: 'To the meetings',
    refused: 'Minutes are for those who work in the staff, and for the records desk.',
    refusedText: 'Your role in this staff is not one of these. If you need access, ask the lead.',
    number: 'No.',
    meeting: 'Meeting',
    incident: 'Incident',
    closed: 'closed',
    state: 'State',
    released: 'Release',
    hash: 'Fingerprint',
    file: 'File',
    pdf: 'PDF',
    pdfOf: 'PDF, {{title}}',
    onlyReleased: 'Drafts are not shown to you.',
  },
}
