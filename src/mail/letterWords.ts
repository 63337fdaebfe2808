import type { Lang } from '../lib/time.ts'
import type { ToldTogether } from './rules.ts'

/** What a mail about several meetings says; `mixed`: it tells several kinds of news. */
export type Letter = ToldTogether | 'mixed'

/** `of`: `im Einsatz „Hochwasser“`; empty: the incident has no title. */
type Told = { count: number; of: string; staff: string }

type Words = {
  subject: Record<Letter, (named: string, dates: string) => string>
  opening: Record<Letter, (told: Told) => string>
  /** above the dates, when there are several lists */
  list: Record<ToldTogether, string>
} & Record<
  'dates' | 'checkAnswers' | 'answerAll' | 'nothingToDo' | 'entryGoes' | 'calendarFollows',
  string
> & {
    /** `21 Termine ab Mi, 2. Dezember, 08:00 Uhr`; `from` is the first of them */
    datesFrom: (count: number, from: string) => string
    /** how many of the dates are no more; empty for 0 */
    gone: (count: number) => string
    of: (kind: 'operation' | 'exercise', incident: string) => string
    before: (span: string) => string
  }

const meetingsDe = ({ count, of }: Told) => [`${count} Sitzungen`, of].filter(Boolean).join(' ')
const meetingsEn = ({ count, of }: Told) => [`${count} meetings`, of].filter(Boolean).join(' ')

export const letterWords: Record<Lang, Words> = {
  de: {
    subject: {
      invitation: (named, dates) => `Einladung: ${named}, ${dates}`,
      moved: (named, dates) => `Verschoben: ${named}, ${dates}`,
      changed: (named, dates) => `Geändert: ${named}, ${dates}`,
      cancelled: (named, dates) => `Abgesagt: ${named}, ${dates}`,
      uninvited: (named, dates) => `Nicht mehr eingeladen: ${named}, ${dates}`,
      left: (named, dates) => `Nicht mehr eingeladen: ${named}, ${dates}`,
      deputy: (named, dates) => `Vertretung: ${named}, ${dates}`,
      relieved: (named, dates) => `Wen Sie vertreten: ${named}, ${dates}`,
      released: (named, dates) => `Vertretung nicht mehr nötig: ${named}, ${dates}`,
      standInChanged: (named, dates) => `Ihre Vertretung: ${named}, ${dates}`,
      mixed: (named, dates) => `Geändert: ${named}, ${dates}`,
    },
    opening: {
      invitation: told => `${told.staff} lädt Sie ein zu ${meetingsDe(told)}.`,
      moved: told => `${meetingsDe(told)} sind verschoben. Nur diese Termine gelten noch.`,
      changed: told =>
        `die Angaben zu ${meetingsDe(told)} haben sich geändert. Die Termine bleiben. Ab jetzt gilt:`,
      cancelled: told => `${meetingsDe(told)} finden nicht statt.`,
      uninvited: told =>
        `Sie sind nicht mehr eingeladen zu ${meetingsDe(told)}. Die Sitzungen finden statt, für Sie ist dort aber keine Funktion mehr vorgesehen.`,
      left: told =>
        `Sie gehören dem Stab „${told.staff}“ nicht mehr an. Zu ${meetingsDe(told)} sind Sie deshalb nicht mehr eingeladen.`,
      deputy: told => `Sie sind als Vertretung eingeladen zu ${meetingsDe(told)}.`,
      relieved: told =>
        `Sie bleiben eingeladen zu ${meetingsDe(told)}. Wen Sie dort vertreten, hat sich geändert.`,
      released: told => `Sie werden bei ${meetingsDe(told)} nicht mehr als Vertretung gebraucht.`,
      standInChanged: told => `Ihre Vertretung hat sich geändert bei ${meetingsDe(told)}.`,
      mixed: told => `bei ${meetingsDe(told)} hat sich etwas geändert. Ab jetzt gilt:`,
    },
    list: {
      invitation: 'Neu für Sie',
      moved: 'Verschoben',
      changed: 'Geändert',
      cancelled: 'Abgesagt',
      uninvited: 'Nicht mehr eingeladen',
      deputy: 'Als Vertretung',
      relieved: 'Nicht mehr als Vertretung',
      released: 'Als Vertretung nicht mehr nötig',
      standInChanged: 'Ihre Vertretung',
      left: 'Nicht mehr eingeladen',
    },
    dates: 'Termine',
    checkAnswers: 'Bitte prüfen Sie, ob Ihre Antworten noch stimmen.',
    answerAll: 'Hier antworten',
    nothingToDo:
      'Sie müssen nichts tun. Ihr Kalender entfernt diese Termine oder zeigt sie als abgesagt.',
    entryGoes:
      'Sie müssen nichts tun. Ihr Kalender entfernt diese Termine oder zeigt sie als abgesagt. Die Links aus früheren Mails zu diesen Sitzungen gelten nicht mehr.',
    calendarFollows:
      'Ihr Kalender entfernt die Termine, die für Sie entfallen, oder zeigt sie als abgesagt.',
    datesFrom: (count, from) =>
      count === 1 ? `ein Termin am ${from}` : `${count} Termine ab ${from}`,
    gone: count => (count === 0 ? '' : count === 1 ? 'einer entfällt' : `${count} entfallen`),
    of: (kind, incident) => `${kind === 'exercise' ? 'in der Übung' : 'im Einsatz'} „${incident}“`,
    before: span => `bisher ${span}`,
  },
  en: {
    subject: {
      invitation: (named, dates) => `Invitation: ${named}, ${dates}`,
      moved: (named, dates) => `Moved: ${named}, ${dates}`,
      changed: (named, dates) => `Changed: ${named}, ${dates}`,
      cancelled: (named, dates) => `Cancelled: ${named}, ${dates}`,
      uninvited: (named, dates) => `No longer invited: ${named}, ${dates}`,
      left: (named, dates) => `No longer invited: ${named}, ${dates}`,
      deputy: (named, dates) => `Deputy: ${named}, ${dates}`,
      relieved: (named, dates) => `Who you stand in for: ${named}, ${dates}`,
      released: (named, dates) => `Deputy no longer needed: ${named}, ${dates}`,
      standInChanged: (named, dates) => `Your deputy: ${named}, ${dates}`,
      mixed: (named, dates) => `Changed: ${named}, ${dates}`,
    },
    opening: {
      invitation: told => `${told.staff} invites you to ${meetingsEn(told)}.`,
      moved: told =>
        `${meetingsEn(told)} have been moved. They will now take place on these dates only.`,
      changed: told =>
        `The details of ${meetingsEn(told)} have changed. Dates and times remain the same. The details are now:`,
      cancelled: told => `${meetingsEn(told)} will not take place.`,
      uninvited: told =>
        `You are no longer invited to ${meetingsEn(told)}. The meetings will go ahead, but they no longer include a function for you.`,
      left: told =>
        `You are no longer a member of ${told.staff}. You are therefore no longer invited to ${meetingsEn(told)}.`,
      deputy: told => `You are invited as a deputy to ${meetingsEn(told)}.`,
      relieved: told =>
        `You are still invited to ${meetingsEn(told)}. Who you stand in for there has changed.`,
      released: told => `You are no longer needed as a deputy at ${meetingsEn(told)}.`,
      standInChanged: told => `Your deputy has changed for ${meetingsEn(told)}.`,
      mixed: told => `There are changes to ${meetingsEn(told)}. From now on:`,
    },
    list: {
      invitation: 'New for you',
      moved: 'Moved',
      changed: 'Changed',
      cancelled: 'Cancelled',
      uninvited: 'No longer invited',
      deputy: 'As a deputy',
      relieved: 'No longer as a deputy',
      released: 'No longer needed as a deputy',
      standInChanged: 'Your deputy',
      left: 'No longer invited',
    },
    dates: 'Dates',
    checkAnswers: 'Please check that your replies are still correct.',
    answerAll: 'Reply',
    nothingToDo:
      'There is nothing you need to do. Your calendar will remove these dates or show them as cancelled.',
    entryGoes:
      'There is nothing you need to do. Your calendar will remove these dates or show them as cancelled. The links in earlier emails about these meetings no longer work.',
    calendarFollows:
      'Your calendar will remove the dates that no longer apply to you, or show them as cancelled.',
    datesFrom: (count, from) =>
      count === 1 ? `one date on ${from}` : `${count} dates from ${from}`,
    gone: count => (count === 0 ? '' : `${count} cancelled`),
    of: (kind, incident) =>
      `for the ${kind === 'exercise' ? 'exercise' : 'incident'} “${incident}”`,
    before: span => `previously ${span}`,
  },
}
