import type { Kind } from '../incidents/contract.ts'
import type { Lang } from '../lib/time.ts'
import { capital } from '../words/capital.ts'

/** The first words of a mail: in the subject `at` is the beginning in short form. */
export type MeetingWords = {
  subject: (title: string, at: string) => string
  opening: (about: Opened) => string
}

/** `meeting`: as `meetingCalled` gives it; `at`: the beginning with day and year. */
type Opened = { meeting: string; at: string; staff: string }

/** What a sentence calls a meeting; `title` null: it has none. */
export type Called = {
  title: string | null
  /** the title is its number, *18. Sitzung*, and needs no quotation marks */
  isNumbered: boolean
  kind: Kind
  /** empty: none */
  incident: string
}

type Occasion =
  | 'invitation'
  | 'invitationAtOnce'
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
  | 'staff'
  | 'when'
  | 'before'
  | 'wasPlanned'
  | 'reason'
  | 'videoHow'
  | 'phoneHow'
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
  | 'dateGoes'
  | 'othersStay'
  | 'toOthers'
  | 'mistaken'
  | 'passOn'
  | 'help'
  | 'hotline'

type Words = Record<Occasion, MeetingWords> &
  Record<Phrase, string> & {
    /** what an incident is called beside its title */
    kinds: Record<Kind, string>
    /** within a sentence, in German without its article */
    meetingCalled: (called: Called) => string
    functions: (count: number) => string
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
    enrolment: Record<'link' | 'howLong' | 'apps' | 'notYou', string> & {
      subject: (staffName: string) => string
      /** `by` gave the access; for somebody who had one before it is a replacement */
      opening: (by: string, staffName: string, isReplacement: boolean) => string
      validity: (until: string) => string
    }
  }

export const words: Record<Lang, Words> = {
  de: {
    greeting: name => `Guten Tag ${name},`,
    invitation: {
      subject: (title, at) => `Einladung: ${title}, ${at}`,
      opening: ({ meeting, at, staff }) => `${staff} lädt Sie ein zur ${meeting} am ${at}.`,
    },
    invitationAtOnce: {
      subject: (title, at) => `Sofort: ${title}, ${at}`,
      opening: ({ meeting, at, staff }) =>
        `${staff} beruft Sie sofort ein zur ${meeting}. Beginn: ${at}.`,
    },
    moved: {
      subject: (title, at) => `Verschoben: ${title}, jetzt ${at}`,
      opening: ({ meeting, at }) =>
        `die ${meeting} ist verschoben: jetzt ${at}. Nur dieser Termin gilt noch.`,
    },
    changed: {
      subject: (title, at) => `Geändert: ${title}, ${at}`,
      opening: ({ meeting, at }) =>
        `die Angaben zur ${meeting} am ${at} haben sich geändert. Der Termin bleibt. Ab jetzt gilt:`,
    },
    cancelled: {
      subject: (title, at) => `Abgesagt: ${title}, ${at}`,
      opening: ({ meeting, at }) => `die ${meeting} am ${at} findet nicht statt.`,
    },
    reminder: {
      subject: (title, at) => `Bitte antworten: ${title}, ${at}`,
      opening: ({ meeting, at }) => `Ihre Antwort zur ${meeting} am ${at} fehlt noch.`,
    },
    reminderConfirm: {
      subject: (title, at) => `Bitte bestätigen: ${title}, ${at}`,
      opening: ({ meeting, at }) =>
        `die ${meeting} beginnt zu einer anderen Uhrzeit, und Sie haben Ihre Antwort noch nicht bestätigt. Neuer Beginn: ${at}.`,
    },
    reminderOnly: {
      subject: (title, at) => `Erinnerung: ${title}, ${at}`,
      opening: ({ meeting, at }) => `wir erinnern Sie an die ${meeting} am ${at}.`,
    },
    relieved: {
      subject: (title, at) => `Nicht mehr als Vertretung: ${title}, ${at}`,
      opening: ({ meeting, at }) => `Sie selbst bleiben eingeladen zur ${meeting} am ${at}.`,
    },
    relievedOfSome: {
      subject: (title, at) => `Wen Sie vertreten: ${title}, ${at}`,
      opening: ({ meeting, at }) =>
        `Sie bleiben als Vertretung eingeladen zur ${meeting} am ${at}.`,
    },
    released: {
      subject: (title, at) => `Vertretung nicht mehr nötig: ${title}, ${at}`,
      opening: ({ meeting, at }) =>
        `Sie werden bei der ${meeting} am ${at} nicht mehr als Vertretung gebraucht.`,
    },
    standInOut: {
      subject: (title, at) => `Ihre Vertretung fällt aus: ${title}, ${at}`,
      opening: ({ meeting, at }) => `Ihre Vertretung fällt aus bei der ${meeting} am ${at}.`,
    },
    standInOther: {
      subject: (title, at) => `Ihre Vertretung: ${title}, ${at}`,
      opening: ({ meeting, at }) =>
        `Ihre Vertretung hat sich geändert bei der ${meeting} am ${at}.`,
    },
    deputy: {
      subject: (title, at) => `Vertretung: ${title}, ${at}`,
      opening: ({ meeting, at }) => `Sie sind als Vertretung eingeladen zur ${meeting} am ${at}.`,
    },
    left: {
      subject: (title, at) => `Nicht mehr eingeladen: ${title}, ${at}`,
      opening: ({ meeting, at, staff }) =>
        `Sie gehören dem Stab „${staff}“ nicht mehr an. Zur ${meeting} am ${at} sind Sie deshalb nicht mehr eingeladen.`,
    },
    uninvited: {
      subject: (title, at) => `Nicht mehr eingeladen: ${title}, ${at}`,
      opening: ({ meeting, at }) =>
        `Sie sind nicht mehr eingeladen zur ${meeting} am ${at}. Die Sitzung findet statt, für Sie ist dort aber keine Funktion mehr vorgesehen.`,
    },
    kinds: { operation: 'Einsatz', exercise: 'Übung' },
    meetingCalled: ({ title, isNumbered, kind, incident }) =>
      [
        title === null ? 'Sitzung' : isNumbered ? title : `Sitzung „${title}“`,
        incident && `${kind === 'exercise' ? 'in der Übung' : 'im Einsatz'} „${incident}“`,
      ]
        .filter(Boolean)
        .join(' '),
    functions: count => (count === 1 ? 'Ihre Funktion' : 'Ihre Funktionen'),
    staff: 'Stab',
    when: 'Wann',
    before: 'Bisher',
    wasPlanned: 'Geplant war',
    reason: 'Grund',
    videoHow: 'ab 15 Minuten vor Beginn, mit Anmeldung',
    phoneHow: 'über die KGS; eine Einwahlnummer ist nicht hinterlegt',
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
      'Sie müssen nichts tun. Ihr Kalender entfernt den Termin oder zeigt ihn als abgesagt.',
    dateGoes: 'Ihr Kalender entfernt diesen Termin oder zeigt ihn als abgesagt.',
    othersStay:
      'Zu den übrigen Terminen dieser Reihe sind Sie weiter eingeladen, und der Link aus Ihrer Einladung gilt für sie weiter.',
    toOthers: 'Übrige Termine',
    entryGoes:
      'Sie müssen nichts tun. Ihr Kalender entfernt den Termin oder zeigt ihn als abgesagt. Die Links aus früheren Mails zu dieser Sitzung gelten nicht mehr.',
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
        functions ? `Sie übernehmen: ${functions}.` : '',
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
      opening: (by, staff, isReplacement) =>
        isReplacement
          ? `${by} hat für Sie einen neuen Zugang zu Lagerunde ausgestellt, für den Stab „${staff}“. Er ersetzt Ihren bisherigen.`
          : `${by} hat Sie in den Stab „${staff}“ aufgenommen und für Sie einen Zugang zu Lagerunde angelegt. Dort antworten Sie auf Einladungen und nehmen an Sitzungen teil.`,
      link: 'Zugang einrichten',
      howLong:
        'Das Einrichten dauert 2 Minuten. Sie wählen ein Passwort und verbinden eine App auf Ihrem Telefon, die bei jeder Anmeldung einen sechsstelligen Code anzeigt.',
      apps: 'Haben Sie noch keine solche App, installieren Sie bitte vorher eine: zum Beispiel FreeOTP oder 2FAS, beide kostenlos für iPhone und Android. Jede andere Authenticator-App geht auch.',
      validity: until =>
        `Der Link gilt für eine Einrichtung und bis ${until}. Bitte geben Sie ihn nicht weiter.`,
      notYou:
        'Haben Sie damit nicht gerechnet, rufen Sie bitte die IT an, bevor Sie den Link öffnen.',
    },
  },
  en: {
    greeting: name => `Dear ${name},`,
    invitation: {
      subject: (title, at) => `Invitation: ${title}, ${at}`,
      opening: ({ meeting, at, staff }) => `${staff} invites you to ${meeting} on ${at}.`,
    },
    invitationAtOnce: {
      subject: (title, at) => `At once: ${title}, ${at}`,
      opening: ({ meeting, at, staff }) =>
        `${staff} calls you to ${meeting} at once. It starts on ${at}.`,
    },
    moved: {
      subject: (title, at) => `Moved: ${title}, now ${at}`,
      opening: ({ meeting, at }) =>
        `${capital(meeting)} has been moved. It will now take place on ${at}.`,
    },
    changed: {
      subject: (title, at) => `Changed: ${title}, ${at}`,
      opening: ({ meeting, at }) =>
        `The details of ${meeting} on ${at} have changed. The date and time remain the same. The details are now:`,
    },
    cancelled: {
      subject: (title, at) => `Cancelled: ${title}, ${at}`,
      opening: ({ meeting, at }) => `${capital(meeting)} on ${at} will not take place.`,
    },
    reminder: {
      subject: (title, at) => `Please reply: ${title}, ${at}`,
      opening: ({ meeting, at }) => `We have not yet had your reply about ${meeting} on ${at}.`,
    },
    reminderConfirm: {
      subject: (title, at) => `Please confirm: ${title}, ${at}`,
      opening: ({ meeting, at }) =>
        `${capital(meeting)} will start at a different time, and you have not yet confirmed your reply. New start: ${at}.`,
    },
    reminderOnly: {
      subject: (title, at) => `Reminder: ${title}, ${at}`,
      opening: ({ meeting, at }) => `This is a reminder of ${meeting} on ${at}.`,
    },
    relieved: {
      subject: (title, at) => `No longer a deputy: ${title}, ${at}`,
      opening: ({ meeting, at }) => `You yourself are still invited to ${meeting} on ${at}.`,
    },
    relievedOfSome: {
      subject: (title, at) => `Who you stand in for: ${title}, ${at}`,
      opening: ({ meeting, at }) => `You are still invited as a deputy to ${meeting} on ${at}.`,
    },
    released: {
      subject: (title, at) => `Deputy no longer needed: ${title}, ${at}`,
      opening: ({ meeting, at }) => `You are no longer needed as a deputy at ${meeting} on ${at}.`,
    },
    standInOut: {
      subject: (title, at) => `Your deputy is not available: ${title}, ${at}`,
      opening: ({ meeting, at }) => `Your deputy is no longer available for ${meeting} on ${at}.`,
    },
    standInOther: {
      subject: (title, at) => `Your deputy: ${title}, ${at}`,
      opening: ({ meeting, at }) => `Your deputy has changed for ${meeting} on ${at}.`,
    },
    deputy: {
      subject: (title, at) => `Deputy: ${title}, ${at}`,
      opening: ({ meeting, at }) => `You are invited as a deputy to ${meeting} on ${at}.`,
    },
    left: {
      subject: (title, at) => `No longer invited: ${title}, ${at}`,
      opening: ({ meeting, at, staff }) =>
        `You are no longer a member of ${staff}. You are therefore no longer invited to ${meeting} on ${at}.`,
    },
    uninvited: {
      subject: (title, at) => `No longer invited: ${title}, ${at}`,
      opening: ({ meeting, at }) =>
        `You are no longer invited to ${meeting} on ${at}. The meeting will go ahead, but it no longer includes a function for you.`,
    },
    kinds: { operation: 'Incident', exercise: 'Exercise' },
    meetingCalled: ({ title, isNumbered, kind, incident }) =>
      [
        title === null ? 'the meeting' : isNumbered ? title : `the meeting “${title}”`,
        incident && `for the ${kind === 'exercise' ? 'exercise' : 'incident'} “${incident}”`,
      ]
        .filter(Boolean)
        .join(' '),
    functions: count => (count === 1 ? 'Your function' : 'Your functions'),
    staff: 'Crisis staff',
    when: 'When',
    before: 'Previously',
    wasPlanned: 'Planned for',
    reason: 'Reason',
    videoHow: 'from 15 minutes before the start, after signing in',
    phoneHow: 'through the KGS; no dial-in number is set',
    answerHere: 'Reply',
    checkAnswer: 'Check your reply',
    mayHaveChanged: 'Please check that your reply is still correct.',
    pin: 'code',
    confirmAnswer: 'Confirm or change your reply',
    nameAnother: 'Name another deputy or attend yourself',
    onlyHere:
      'Please reply using this link only: accepting or declining in your calendar does not reach us.',
    freeChoice: modes =>
      `You are free to choose how you attend: ${modes}. If you are unable to attend, you can say so, with or without naming a deputy. Nobody will ask you why. You can change your reply until the end of the meeting. The link is for you only; please do not pass it on.`,
    joinHere: 'Join by video',
    agenda: 'Agenda',
    nothingToDo:
      'There is nothing you need to do. Your calendar removes the date or shows it as cancelled.',
    dateGoes: 'Your calendar will remove this date or show it as cancelled.',
    othersStay:
      'You are still invited to the other dates of this series, and the link in your invitation still works for them.',
    toOthers: 'Other dates',
    entryGoes:
      'There is nothing you need to do. Your calendar will remove the date or show it as cancelled. The links in earlier emails about this meeting no longer work.',
    mistaken: 'If you think this is a mistake, please contact the head of the crisis staff.',
    passOn: 'If you are unable to attend as well, you can name the next deputy on the same page.',
    help: 'Help',
    hotline: 'IT hotline',
    namedYou: (names, count, functions) =>
      [
        count === 1
          ? `${names} is unable to attend and has named you as deputy.`
          : `${names} are unable to attend and have named you as deputy.`,
        functions ? `You will take on: ${functions}.` : '',
      ]
        .filter(Boolean)
        .join(' '),
    noLonger: names => `You no longer stand in for ${names}.`,
    nowFor: names => `You now stand in for ${names}.`,
    standIn: (deputy, standIn) =>
      standIn
        ? `${standIn} now stands in for you.`
        : `${deputy} cannot stand in for you, and nobody else has been named. Your function is therefore unfilled again.`,
    answered: promise => `Your reply: ${promise}.`,
    answeredFor: (day, promise) =>
      `Your reply for ${day} was: ${promise}. It does not apply to the new day. Please reply again.`,
    answeredAt: (time, promise) =>
      `Your reply was for a start at ${time}: ${promise}. It still stands.`,
    enrolment: {
      subject: staff => `Your Lagerunde account, ${staff}`,
      opening: (by, staff, isReplacement) =>
        isReplacement
          ? `${by} has issued you with a new Lagerunde account for ${staff}. It replaces your existing one.`
          : `${by} has added you to ${staff} and created a Lagerunde account for you. You use it to reply to invitations and to take part in meetings.`,
      link: 'Set up your account',
      howLong:
        'Setting it up takes 2 minutes. You choose a password and link an app on your phone that shows a six-digit code each time you sign in.',
      apps: 'If you do not have such an app yet, please install one first: for example FreeOTP or 2FAS, both free for iPhone and Android. Any other authenticator app will do as well.',
      validity: until =>
        `The link can be used once and is valid until ${until}. Please do not pass it on.`,
      notYou:
        'If you were not expecting this email, please call your IT team before you open the link.',
    },
  },
}
