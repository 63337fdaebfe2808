/**
 * The staff room's words for pages, mails, minutes, exports, board and band alike. Words that only
 * one page or one mail uses are kept beside it. `{{name}}` takes a value; `docs/glossary.md`
 * explains the words.
 */
export const words = {
  /** the modes of taking part, and the two other signs of the band */
  mode: {
    onSite: 'vor Ort',
    video: 'virtuell',
    phone: 'telefonisch',
    unfilled: 'unbesetzt',
    deputy: 'durch Vertretung',
  },
  /** the modes of a stretch of time, in the longer form */
  modeLong: {
    onSite: 'vor Ort',
    video: 'virtuell zugeschaltet',
    phone: 'telefonisch zugeschaltet',
    unfilled: 'unbesetzt',
  },
  /** what a reply promises; `mode` is one of `mode` above */
  plan: {
    accepted: 'zugesagt – {{mode}}',
    declinedFor: 'verhindert, vertreten durch {{name}}',
    deputyOut: 'verhindert; Vertretung {{name}} ist auch verhindert',
    declined: 'verhindert ohne Vertretung',
    unable: 'verhindert',
    none: 'keine Rückmeldung',
  },
  /** what somebody is called who deputises for a function */
  deputyOf: 'Vertretung {{label}}',
  /** the derived attendance status */
  status: {
    present: 'anwesend',
    partlyPresent: 'zeitweise anwesend',
    represented: 'vertreten',
    representedBy: 'vertreten durch {{name}}',
    excused: 'entschuldigt',
    technicallyPrevented: 'technisch verhindert',
    absentAfterAccepting: 'abwesend (hatte zugesagt)',
    absentWithoutReply: 'abwesend ohne Rückmeldung',
    notRecorded: 'nicht erfasst',
  },
  state: {
    planned: 'geplant',
    convened: 'einberufen',
    open: 'eröffnet',
    paused: 'unterbrochen',
    closed: 'geschlossen',
    cancelled: 'abgesagt',
  },
  kind: { operation: 'Einsatz', exercise: 'Übung' },
  /** on everything that belongs to an exercise */
  exerciseBand: 'ÜBUNG – kein Einsatz',
  role: {
    lead: 'Leitung',
    kgs: 'KGS',
    minuteTaker: 'Protokollführung',
    member: 'Mitglied',
    guest: 'Gast',
    records: 'Nachweise',
    press: 'BuMA',
    it: 'IT',
  },
  source: {
    mediaServer: 'Video',
    desk: 'Empfang',
    self: 'selbst',
    selfReported: 'selbst gemeldet',
    addedLater: 'nachgetragen',
    link: 'per Link',
    signedIn: 'angemeldet',
    onBehalf: 'eingetragen',
  },
  entry: { decision: 'Beschluss', order: 'Auftrag', log: 'Eintrag', fault: 'Technische Störung' },
  word: {
    meeting: 'Sitzung',
    staff: 'Krisenstab',
    function: 'Funktion',
    name: 'Name',
    organisation: 'Organisation',
    mode: 'Modus',
    since: 'seit',
    from: 'von',
    until: 'bis',
    required: 'Pflicht',
    guest: 'Gast',
    noFunction: 'ohne Funktion',
    noTimes: 'keine Zeiten',
  },
  /** usual agenda items, and words about a meeting as a whole */
  meeting: {
    agenda: {
      situation: 'Lage',
      openOrders: 'Offene Aufträge',
      measures: 'Maßnahmen',
      press: 'Presse und Bürgertelefon',
      next: 'Nächste Sitzung',
    },
    elsewhere: 'Termin in einem anderen Stab',
    overdue: 'seit {{duration}} überfällig, noch nicht eröffnet',
  },
} as const
