import type { Lang } from '../lib/time.ts'

/** The first words of a mail: `at` is the beginning in short form. */
export type MeetingWords = {
  subject: (title: string, at: string) => string
  opening: (title: string, staffName: string) => string
}

type Occasion =
  | 'invitation'
  | 'moved'
  | 'changed'
  | 'cancelled'
  | 'reminder'
  | 'reminderConfirm'
  | 'reminderOnly'
  | 'deputy'
  | 'left'
  | 'uninvited'
  | 'relieved'
  | 'relievedOfSome'
  | 'released'
  | 'standInOut'
  | 'standInOther'
type Phrase =
  | 'when'
  | 'before'
  | 'wasPlanned'
  | 'reason'
  | 'videoHow'
  | 'answerHere'
  | 'checkAnswer'
  | 'mayHaveChanged'
  | 'pin'
  | 'confirmAnswer'
  | 'nameAnother'
  | 'onlyHere'
  | 'joinHere'
  | 'agenda'
  | 'nothingToDo'
  | 'entryGoes'
  | 'mistaken'
  | 'passOn'
  | 'help'
  | 'hotline'

type Words = Record<Occasion, MeetingWords> &
  Record<Phrase, string> & {
    /** `modes`: the choices as a list */
    freeChoice: (modes: string) => string
    greeting: (name: string) => string
    /** `names` is a list, `count` its length */
    namedYou: (names: string, count: number, functions: string) => string
    noLonger: (names: string) => string
    nowFor: (names: string) => string
    /** `deputy` is the named one, `standIn` the one who comes now */
    standIn: (deputy: string, standIn: string | null) => string
    answered: (promise: string) => string
    /** `day` is the day the reply was given for */
    answeredFor: (day: string, promise: string) => string
    answeredAt: (time: string, promise: string) => string
    enrolment: {
      subject: (staffName: string) => string
      opening: (staffName: string) => string
      link: string
      validity: (until: string) => string
      notYou: string
    }
  }

export const words: Record<Lang, Words> = {
  de: {
    greeting: name => `Guten Tag ${name},`,
    invitation: {
      subject: (title, at) => `Einladung: ${title}, ${at}`,
      opening: (title, staff) => `Sie sind eingeladen: ${title}, ${staff}.`,
    },
    moved: {
      subject: (title, at) => `Verschoben: ${title}, jetzt ${at}`,
      opening: (title, staff) =>
        `die Sitzung hat einen neuen Termin: ${title}, ${staff}. Es gilt nur noch dieser:`,
    },
    changed: {
      subject: (title, at) => `Geändert: ${title}, ${at}`,
      opening: (title, staff) =>
        `die Angaben zur Sitzung haben sich geändert: ${title}, ${staff}. Der Termin bleibt. Es gilt jetzt:`,
    },
    cancelled: {
      subject: (title, at) => `Abgesagt: ${title}, ${at}`,
      opening: (title, staff) => `die Sitzung findet nicht statt: ${title}, ${staff}.`,
    },
    reminder: {
      subject: (title, at) => `Bitte antworten: ${title}, ${at}`,
      opening: (title, staff) => `Ihre Rückmeldung fehlt noch: ${title}, ${staff}.`,
    },
    reminderConfirm: {
      subject: (title, at) => `Bitte bestätigen: ${title}, ${at}`,
      opening: (title, staff) =>
        `der Beginn hat sich verschoben, und Ihre Antwort ist noch nicht bestätigt: ${title}, ${staff}.`,
    },
    reminderOnly: {
      subject: (title, at) => `Erinnerung: ${title}, ${at}`,
      opening: (title, staff) => `wir erinnern Sie an die Sitzung: ${title}, ${staff}.`,
    },
    relieved: {
      subject: (title, at) => `Nicht mehr als Vertretung: ${title}, ${at}`,
      opening: (title, staff) => `Sie selbst bleiben eingeladen: ${title}, ${staff}.`,
    },
    relievedOfSome: {
      subject: (title, at) => `Wen Sie vertreten: ${title}, ${at}`,
      opening: (title, staff) => `Sie bleiben als Vertretung eingeladen: ${title}, ${staff}.`,
    },
    released: {
      subject: (title, at) => `Vertretung nicht mehr nötig: ${title}, ${at}`,
      opening: (title, staff) =>
        `Sie werden nicht mehr als Vertretung gebraucht: ${title}, ${staff}.`,
    },
    standInOut: {
      subject: (title, at) => `Ihre Vertretung fällt aus: ${title}, ${at}`,
      opening: (title, staff) => `Ihre Vertretung fällt aus: ${title}, ${staff}.`,
    },
    standInOther: {
      subject: (title, at) => `Ihre Vertretung: ${title}, ${at}`,
      opening: (title, staff) => `Ihre Vertretung hat sich geändert: ${title}, ${staff}.`,
    },
    deputy: {
      subject: (title, at) => `Vertretung: ${title}, ${at}`,
      opening: (title, staff) => `Sie sind als Vertretung eingeladen: ${title}, ${staff}.`,
    },
    left: {
      subject: (title, at) => `Nicht mehr eingeladen: ${title}, ${at}`,
      opening: (title, staff) =>
        `Sie gehören dem Stab nicht mehr an: ${staff}. Zu dieser Sitzung sind Sie deshalb nicht mehr eingeladen: ${title}.`,
    },
    uninvited: {
      subject: (title, at) => `Nicht mehr eingeladen: ${title}, ${at}`,
      opening: (title, staff) =>
        `Sie sind zu dieser Sitzung nicht mehr eingeladen: ${title}, ${staff}. Die Sitzung findet statt, für Sie ist dort keine Funktion mehr vorgesehen.`,
    },
    when: 'Wann',
    before: 'Bisher',
    wasPlanned: 'Geplant war',
    reason: 'Grund',
    videoHow: 'ab 15 Minuten vor Beginn, mit Anmeldung',
    answerHere: 'Hier antworten',
    checkAnswer: 'Antwort prüfen',
    mayHaveChanged: 'Bitte prüfen Sie, ob Ihre Antwort noch stimmt.',
    pin: 'Kennung',
    confirmAnswer: 'Antwort bestätigen oder ändern',
    nameAnother: 'Andere Vertretung benennen oder selbst kommen',
    onlyHere:
      'Bitte antworten Sie nur über diesen Link: Zusagen und Absagen aus Ihrem Kalender kommen beim Stab nicht an.',
    freeChoice: modes =>
      `Sie wählen dort frei zwischen ${modes}, oder Sie sind verhindert, mit oder ohne Vertretung. Niemand fragt nach dem Grund. Sie können Ihre Antwort bis zum Ende der Sitzung ändern. Der Link gehört nur Ihnen; bitte geben Sie ihn nicht weiter.`,
    joinHere: 'Virtuell zuschalten',
    agenda: 'Tagesordnung',
    nothingToDo:
      'Sie müssen nichts tun. Der Eintrag in Ihrem Kalender wird als abgesagt gekennzeichnet.',
    entryGoes:
      'Sie müssen nichts tun. Ihr Kalender nimmt den Eintrag heraus oder kennzeichnet ihn als abgesagt. Die Links aus früheren Mails zu dieser Sitzung gelten nicht mehr.',
    mistaken: 'Ist das ein Irrtum, wenden Sie sich bitte an die Leitung des Stabes.',
    passOn:
      'Sind Sie auch verhindert, können Sie auf derselben Seite die nächste Vertretung benennen.',
    help: 'Hilfe',
    hotline: 'IT-Hotline',
    namedYou: (names, count, functions) =>
      [
        count === 1
          ? `${names} ist verhindert und hat Sie als Vertretung benannt.`
          : `${names} sind verhindert und haben Sie als Vertretung benannt.`,
        functions ? `Funktion: ${functions}.` : '',
      ]
        .filter(Boolean)
        .join(' '),
    noLonger: names => `Sie vertreten ${names} nicht mehr.`,
    nowFor: names => `Sie vertreten jetzt ${names}.`,
    standIn: (deputy, standIn) =>
      standIn
        ? `Sie werden jetzt von ${standIn} vertreten.`
        : `${deputy} kann Sie nicht vertreten, und niemand sonst ist dafür benannt. Ihre Funktion ist damit wieder offen.`,
    answered: promise => `Ihre Antwort: ${promise}.`,
    answeredFor: (day, promise) =>
      `Sie hatten für ${day} geantwortet: ${promise}. Für den neuen Tag gilt das nicht. Bitte antworten Sie neu.`,
    answeredAt: (time, promise) =>
      `Ihre Antwort galt dem Beginn um ${time}: ${promise}. Sie bleibt bestehen.`,
    enrolment: {
      subject: staff => `Ihr Zugang zu Lagerunde, ${staff}`,
      opening: staff =>
        `${staff} hat für Sie einen Zugang zu Lagerunde angelegt. Damit antworten Sie auf Einladungen und nehmen an Sitzungen teil. Sie richten ihn einmal ein, mit einem Passwort und einer App, die Codes anzeigt. Das dauert etwa zwei Minuten.`,
      link: 'Zugang einrichten',
      validity: until => `Der Link gilt einmal und bis ${until}. Bitte geben Sie ihn nicht weiter.`,
      notYou:
        'Haben Sie damit nicht gerechnet, rufen Sie bitte die IT an, bevor Sie den Link öffnen.',
    },
  },
  en: {
    greeting: name => `Dear ${name},`,
    invitation: {
      subject: (title, at) => `Invitation: ${title}, ${at}`,
      opening: (title, staff) => `You are invited: ${title}, ${staff}.`,
    },
    moved: {
      subject: (title, at) => `Moved: ${title}, now ${at}`,
      opening: (title, staff) =>
        `The meeting has a new date: ${title}, ${staff}. Only this one holds:`,
    },
    changed: {
      subject: (title, at) => `Changed: ${title}, ${at}`,
      opening: (title, staff) =>
        `The details of the meeting have changed: ${title}, ${staff}. The date stays. Now it is:`,
    },
    cancelled: {
      subject: (title, at) => `Cancelled: ${title}, ${at}`,
      opening: (title, staff) => `The meeting will not take place: ${title}, ${staff}.`,
    },
    reminder: {
      subject: (title, at) => `Please reply: ${title}, ${at}`,
      opening: (title, staff) => `Your reply is still missing: ${title}, ${staff}.`,
    },
    reminderConfirm: {
      subject: (title, at) => `Please confirm: ${title}, ${at}`,
      opening: (title, staff) =>
        `The beginning has shifted, and your reply is not confirmed yet: ${title}, ${staff}.`,
    },
    reminderOnly: {
      subject: (title, at) => `Reminder: ${title}, ${at}`,
      opening: (title, staff) => `This is a reminder of the meeting: ${title}, ${staff}.`,
    },
    relieved: {
      subject: (title, at) => `No longer as deputy: ${title}, ${at}`,
      opening: (title, staff) => `You yourself are still invited: ${title}, ${staff}.`,
    },
    relievedOfSome: {
      subject: (title, at) => `Whom you stand in for: ${title}, ${at}`,
      opening: (title, staff) => `You are still invited as a deputy: ${title}, ${staff}.`,
    },
    released: {
      subject: (title, at) => `Deputy no longer needed: ${title}, ${at}`,
      opening: (title, staff) => `You are no longer needed as a deputy: ${title}, ${staff}.`,
    },
    standInOut: {
      subject: (title, at) => `Your deputy has dropped out: ${title}, ${at}`,
      opening: (title, staff) => `Your deputy has dropped out: ${title}, ${staff}.`,
    },
    standInOther: {
      subject: (title, at) => `Your deputy: ${title}, ${at}`,
      opening: (title, staff) => `Your deputy has changed: ${title}, ${staff}.`,
    },
    deputy: {
      subject: (title, at) => `Deputy: ${title}, ${at}`,
      opening: (title, staff) => `You are invited as a deputy: ${title}, ${staff}.`,
    },
    left: {
      subject: (title, at) => `No longer invited: ${title}, ${at}`,
      opening: (title, staff) =>
        `You no longer belong to this staff: ${staff}. You are therefore no longer invited to this meeting: ${title}.`,
    },
    uninvited: {
      subject: (title, at) => `No longer invited: ${title}, ${at}`,
      opening: (title, staff) =>
        `You are no longer invited to this meeting: ${title}, ${staff}. The meeting takes place; there is no function for you in it any more.`,
    },
    when: 'When',
    before: 'Before',
    wasPlanned: 'It was planned for',
    reason: 'Reason',
    videoHow: 'from 15 minutes before the beginning, after signing in',
    answerHere: 'Reply here',
    checkAnswer: 'Check your reply',
    mayHaveChanged: 'Please check whether your reply still holds.',
    pin: 'code',
    confirmAnswer: 'Confirm or change your reply',
    nameAnother: 'Name another deputy or come yourself',
    onlyHere:
      'Please reply through this link only: what you accept or decline in your calendar does not reach the staff.',
    freeChoice: modes =>
      `There you choose freely between ${modes}, or say that you cannot come, with or without a deputy. Nobody asks for the reason. You can change your reply until the end of the meeting. The link is yours alone; please do not pass it on.`,
    joinHere: 'Join by video',
    agenda: 'Agenda',
    nothingToDo:
      'You need not do anything. The entry in your calendar will be marked as cancelled.',
    entryGoes:
      'You need not do anything. Your calendar takes the entry out or marks it as cancelled. The links in earlier mails about this meeting no longer work.',
    mistaken: 'If this is a mistake, please turn to the lead of the staff.',
    passOn: 'If you cannot come either, you can name the next deputy on the same page.',
    help: 'Help',
    hotline: 'IT hotline',
    namedYou: (names, count, functions) =>
      [
        count === 1
          ? `${names} cannot come and has named you as deputy.`
          : `${names} cannot come and have named you as deputy.`,
        functions ? `Function: ${functions}.` : '',
      ]
        .filter(Boolean)
        .join(' '),
    noLonger: names => `You no longer stand in for ${names}.`,
    nowFor: names => `You now stand in for ${names}.`,
    standIn: (deputy, standIn) =>
      standIn
        ? `${standIn} now stands in for you.`
        : `${deputy} cannot stand in for you, and nobody else is named. Your function is therefore open again.`,
    answered: promise => `Your reply: ${promise}.`,
    answeredFor: (day, promise) =>
      `For ${day} you had replied: ${promise}. It does not hold for the new day. Please reply anew.`,
    answeredAt: (time, promise) =>
      `Your reply was for a beginning at ${time}: ${promise}. It still stands.`,
    enrolment: {
      subject: staff => `Your access to Lagerunde, ${staff}`,
      opening: staff =>
        `${staff} has created an access to Lagerunde for you. With it you reply to invitations and take part in meetings. You set it up once, with a password and an app that shows codes. That takes about two minutes.`,
      link: 'Set up access',
      validity: until => `The link works once and until ${until}. Please do not pass it on.`,
      notYou: 'If you did not expect this, please call your IT before you open the link.',
    },
  },
}
