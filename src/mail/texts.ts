import type { Kind } from '../incidents/contract.ts'
import { modes, type Mode } from '../lib/modes.ts'
import {
  formatDate,
  formatDateTime,
  formatDayAndTime,
  formatRange,
  formatTime,
  type Lang,
} from '../lib/time.ts'
import { capital } from '../words/capital.ts'
import { listed } from '../words/listed.ts'
import { promiseWords } from '../words/promise.ts'
import { sayIn } from '../words/say.ts'
import { telUrl, type DialIn } from './calendarFields.ts'
import { htmlOf, inLine, textOf, type Block, type Fact } from './layout.ts'
import { words, type MeetingWords } from './words.ts'

/** What a mail about a meeting speaks of. Text of people may be anything; it is escaped and kept on its line. */
export type MeetingFacts = {
  lang: Lang
  zone: string
  /** when it is written */
  at: Date
  recipientName: string
  /** `Krisenstab Beispielkreis` */
  staffName: string
  /** `18. Sitzung` */
  title: string
  kind: Kind
  /** title of the incident or exercise; empty: not told */
  incident: string
  startsAt: Date
  endsAt: Date
  /** empty: nowhere in person */
  place: string
  hasVirtualRoom: boolean
  agenda: readonly string[]
  /** signed personal link to the page where one choice is made; opening it changes nothing */
  answerUrl: string
  /** the meeting behind sign-in */
  meetingUrl: string
  dialIn?: DialIn
  /** what the recipient has answered so far */
  answered?: Answered
  /** number of the IT hotline, or a sentence of the county's own; empty: none */
  hotline: string
}

/** `holds`: for the meeting as it is. `toConfirm`: for another hour of the day. `former`: for another day. No words of a deputy. */
export type Answered = {
  state: 'holds' | 'toConfirm' | 'former'
  reply: { mode: Mode | null }
  givenFor: Date
}

export type MailText = { subject: string; text: string; html: string }

export function invitationText(facts: MeetingFacts): MailText {
  const w = words[facts.lang]
  return composed(facts, w.invitation, [
    ...whatWhenWhere(facts),
    ...answer(facts, w.answerHere),
    ...join(facts),
    ...agenda(facts),
  ])
}

/** The date moved; `before` is the one that no longer holds. */
export function movedText(facts: MeetingFacts, before: { startsAt: Date; endsAt: Date }): MailText {
  const w = words[facts.lang]
  const old: Block = {
    kind: 'facts',
    rows: [[w.before, formatRange(before.startsAt, before.endsAt, facts.zone, facts.lang)]],
  }
  return composed(facts, w.moved, [
    ...whatWhenWhere(facts),
    old,
    ...mayHaveChanged(facts),
    ...answer(facts, w.answerHere),
    ...join(facts),
    ...agenda(facts),
  ])
}

/** Anything but the date changed: place, title, agenda. */
export function changedText(facts: MeetingFacts): MailText {
  const w = words[facts.lang]
  return composed(facts, w.changed, [
    ...whatWhenWhere(facts),
    ...mayHaveChanged(facts),
    ...answer(facts, w.answerHere),
    ...join(facts),
    ...agenda(facts),
  ])
}

/** No link: there is nothing left to answer. */
export function cancelledText(facts: MeetingFacts, reason: string): MailText {
  const w = words[facts.lang]
  const rows: Fact[] = [...incident(facts), [w.wasPlanned, when(facts)]]
  if (reason) rows.push([w.reason, reason])
  return composed(facts, w.cancelled, [
    { kind: 'facts', rows },
    { kind: 'text', text: w.nothingToDo },
  ])
}

/** To whom has left the staff: no link, no agenda, no dial-in, no place. */
export const leftText = (facts: MeetingFacts) => outText(facts, 'left')

/** To whom is not invited any more: no link, no agenda, no dial-in, no place. */
export const uninvitedText = (facts: MeetingFacts) => outText(facts, 'uninvited')

function outText(facts: MeetingFacts, why: 'left' | 'uninvited'): MailText {
  const w = words[facts.lang]
  return composed(facts, w[why], [
    { kind: 'facts', rows: [[w.when, when(facts)]] },
    { kind: 'text', text: w.entryGoes },
    { kind: 'text', text: w.mistaken },
  ])
}

/** To whom it may concern: it says that an answer is missing only to those whose answer is. */
export function reminderText(facts: MeetingFacts): MailText {
  const w = words[facts.lang]
  const state = facts.answered?.state
  const occasion =
    state === 'holds' ? w.reminderOnly : state === 'toConfirm' ? w.reminderConfirm : w.reminder
  return composed(facts, occasion, [
    ...whatWhenWhere(facts),
    ...answer(facts, w.answerHere),
    ...join(facts),
  ])
}

type Named = readonly { name: string; functionLabels: readonly string[] }[]

/** To the deputy whom `senders` named; the functions to be filled are theirs. */
export function deputyText(facts: MeetingFacts, senders: Named): MailText {
  const w = words[facts.lang]
  const names = listed(
    senders.map(sender => sender.name),
    facts.lang,
  )
  const functions = [...new Set(senders.flatMap(sender => sender.functionLabels))]
  const who: Block = {
    kind: 'text',
    text: w.namedYou(names, senders.length, functions.join(', ')),
  }
  return composed(facts, w.deputy, [
    who,
    ...whatWhenWhere(facts),
    ...answer(facts, w.answerHere),
    { kind: 'text', text: w.passOn },
    ...join(facts),
    ...agenda(facts),
  ])
}

/** To who is invited in their own right and stands in for `senders` no longer. */
export function relievedText(facts: MeetingFacts, senders: readonly string[]): MailText {
  const w = words[facts.lang]
  return composed(facts, w.relieved, [
    { kind: 'text', text: w.noLonger(listed(senders, facts.lang)) },
    ...whatWhenWhere(facts),
    ...answer(facts, w.answerHere),
    ...join(facts),
  ])
}

/** To who was asked to come as a deputy only: there is nothing left to answer. */
export function releasedText(facts: MeetingFacts, senders: readonly string[]): MailText {
  const w = words[facts.lang]
  return composed(facts, w.released, [
    { kind: 'text', text: w.noLonger(listed(senders, facts.lang)) },
    { kind: 'facts', rows: [[w.when, when(facts)]] },
    { kind: 'text', text: w.entryGoes },
  ])
}

/** To who sends a deputy: `standIn` comes in their stead now; null: nobody. */
export function standInText(
  facts: MeetingFacts,
  { deputy, standIn }: { deputy: string; standIn: string | null },
): MailText {
  const w = words[facts.lang]
  return composed(facts, standIn ? w.standInOther : w.standInOut, [
    { kind: 'text', text: w.standIn(deputy, standIn) },
    ...whatWhenWhere(facts),
    { kind: 'link', label: standIn ? w.checkAnswer : w.nameAnother, url: facts.answerUrl },
    ...howToAnswer(facts),
  ])
}

/** The one-time link with which a person sets password and app code. */
export function enrolmentText(facts: {
  lang: Lang
  zone: string
  recipientName: string
  staffName: string
  enrolUrl: string
  expiresAt: Date
  hotline: string
}): MailText {
  const w = words[facts.lang]
  const until = formatDateTime(facts.expiresAt, facts.zone, facts.lang)
  return written(facts.lang, w.enrolment.subject(facts.staffName), [
    { kind: 'text', text: w.greeting(facts.recipientName) },
    { kind: 'text', text: w.enrolment.opening(facts.staffName) },
    { kind: 'link', label: w.enrolment.link, url: facts.enrolUrl },
    { kind: 'text', text: w.enrolment.validity(until) },
    { kind: 'text', text: w.enrolment.notYou },
    ...help(facts),
  ])
}

function composed(facts: MeetingFacts, occasion: MeetingWords, blocks: Block[]): MailText {
  const w = words[facts.lang]
  const isExercise = facts.kind === 'exercise'
  const subject = occasion.subject(
    facts.title,
    formatDayAndTime(facts.startsAt, { beside: facts.at, zone: facts.zone, lang: facts.lang }),
  )
  return written(
    facts.lang,
    isExercise ? `${sayIn(facts.lang)('kind.exercise').toUpperCase()}: ${subject}` : subject,
    [
      { kind: 'text', text: w.greeting(facts.recipientName) },
      { kind: 'text', text: occasion.opening(facts.title, facts.staffName) },
      ...(isExercise ? [{ kind: 'text', text: w.exerciseNote } as const] : []),
      ...blocks,
      ...help(facts),
    ],
  )
}

function written(lang: Lang, subject: string, blocks: Block[]): MailText {
  return {
    subject: inLine(subject),
    text: textOf(blocks),
    html: htmlOf(blocks, { lang, title: inLine(subject) }),
  }
}

function when(facts: MeetingFacts): string {
  return formatRange(facts.startsAt, facts.endsAt, facts.zone, facts.lang)
}

function whatWhenWhere(facts: MeetingFacts): Block[] {
  const w = words[facts.lang]
  const { dialIn } = facts
  /** how to take part in each mode; null: not at this meeting */
  const how: Record<Mode, string | null> = {
    onSite: facts.place || null,
    video: facts.hasVirtualRoom ? w.videoHow : null,
    phone: dialIn ? `${dialIn.number}${dialIn.pin ? `, ${w.pin} ${dialIn.pin}` : ''}` : null,
  }
  const ways = modes.flatMap((mode): Fact[] =>
    how[mode] === null
      ? []
      : [[sayIn(facts.lang)(`mode.${mode}`), how[mode], mode === 'phone' ? callUrl(dialIn) : null]],
  )
  return [{ kind: 'facts', rows: [...incident(facts), [w.when, when(facts)], ...ways] }]
}

/** `Einsatz: Hochwasser` */
function incident({ lang, kind, incident: title }: MeetingFacts): Fact[] {
  return title ? [[capital(sayIn(lang)(`kind.${kind}`)), title]] : []
}

/** Null for words, which may hold other numbers than that of a telephone. */
function callUrl(dialIn: DialIn | undefined): string | null {
  return dialIn && /\p{L}/u.test(dialIn.number) ? null : telUrl(dialIn)
}

/** The link to the answer, and what was answered so far; `label` for whom nothing holds. */
function answer(facts: MeetingFacts, label: string): Block[] {
  const w = words[facts.lang]
  const { answered } = facts
  const link = (text: string): Block => ({ kind: 'link', label: text, url: facts.answerUrl })
  if (!answered) return [link(label), ...howToAnswer(facts)]
  const say = sayIn(facts.lang)
  const { state, givenFor, reply } = answered
  // without the name of a deputy, whose own answer may be another by now
  const promise =
    reply.mode === null ? say('plan.unable') : promiseWords(promisedIn(reply.mode), say)
  const said = {
    holds: () => w.answered(promise),
    toConfirm: () => w.answeredAt(formatTime(givenFor, facts.zone), promise),
    former: () => w.answeredFor(formatDate(givenFor, facts.zone, facts.lang), promise),
  }
  const labels = { holds: w.checkAnswer, toConfirm: w.confirmAnswer, former: label }
  return [{ kind: 'text', text: said[state]() }, link(labels[state]), ...howToAnswer(facts)]
}

/** Whoever has answered is asked whether that still holds; of an answer for another date `answer` says what it is worth. */
const mayHaveChanged = ({ answered, lang }: MeetingFacts): Block[] =>
  answered?.state === 'holds' ? [{ kind: 'text', text: words[lang].mayHaveChanged }] : []

const promisedIn = (mode: Mode) => ({ kind: 'accepted', mode }) as const

function howToAnswer({ lang }: MeetingFacts): Block[] {
  const w = words[lang]
  const choices = modes.map(mode => sayIn(lang)(`mode.${mode}`))
  return [
    { kind: 'text', text: w.onlyHere },
    { kind: 'text', text: w.freeChoice(listed(choices, lang)) },
  ]
}

function join(facts: MeetingFacts): Block[] {
  const label = words[facts.lang].joinHere
  return facts.hasVirtualRoom
    ? [{ kind: 'link', label, url: facts.meetingUrl, isSecond: true }]
    : []
}

function agenda(facts: MeetingFacts): Block[] {
  return facts.agenda.length
    ? [{ kind: 'list', title: words[facts.lang].agenda, items: facts.agenda }]
    : []
}

function help({ lang, hotline }: { lang: Lang; hotline: string }): Block[] {
  if (!hotline) return []
  const w = words[lang]
  if (/\p{L}/u.test(hotline)) return [{ kind: 'text', text: `${w.help}: ${hotline}` }]
  const rows: Fact[] = [[w.help, `${w.hotline} ${hotline}`, callUrl({ number: hotline })]]
  return [{ kind: 'facts', rows }]
}
