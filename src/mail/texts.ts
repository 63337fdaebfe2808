import { type Mode, modes } from '../lib/modes.ts'
import type { Lang } from '../lib/time.ts'
import {
  formatDate,
  formatDateTime,
  formatDayAndTime,
  formatRange,
  formatTime,
} from '../lib/timeWords.ts'
import { capital } from '../words/capital.ts'
import { listed } from '../words/listed.ts'
import { promiseWords } from '../words/promise.ts'
import { sayIn } from '../words/say.ts'
import { type DialIn, telUrl } from './calendarFields.ts'
import { changeFact } from './changes.ts'
import { type Block, type Fact, htmlOf, inLine, textOf } from './layout.ts'
import { type MeetingWords, words } from './words.ts'
import type { MeetingFacts } from './facts.ts'

export type MailText = { subject: string; text: string; html: string }

export function invitationText(facts: MeetingFacts): MailText {
  const w = words[facts.lang]
  return composed(facts, isAtOnce(facts) ? w.invitationAtOnce : w.invitation, [
    ...whatWhenWhere(facts),
    ...answer(facts, w.answerHere),
    ...join(facts),
    ...agenda(facts),
  ])
}

const atOnceMs = 2 * 60_000

/** It begins within two minutes, or has begun. */
const isAtOnce = ({ startsAt, at }: MeetingFacts) => startsAt.getTime() - at.getTime() < atOnceMs

/** The date was moved; `before` is the former one. */
export function movedText(facts: MeetingFacts, before: { startsAt: Date; endsAt: Date }): MailText {
  const w = words[facts.lang]
  const old: Block = {
    kind: 'facts',
    rows: [
      [w.before, formatRange(before.startsAt, before.endsAt, facts.zone, facts.lang)],
      ...changes(facts),
    ],
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

/** Something else than the date changed: place, title, agenda. */
export function changedText(facts: MeetingFacts): MailText {
  const w = words[facts.lang]
  const changed = changes(facts)
  return composed(facts, w.changed, [
    ...(changed.length > 0 ? [{ kind: 'facts' as const, rows: changed }] : []),
    ...whatWhenWhere(facts),
    ...mayHaveChanged(facts),
    ...answer(facts, w.answerHere),
    ...join(facts),
    ...agenda(facts),
  ])
}

const changes = ({ changed = [], lang }: MeetingFacts): Fact[] =>
  changed.map(each => changeFact(each, lang))

/** The meeting is cancelled. Without a link, because there is nothing to reply to. */
export function cancelledText(facts: MeetingFacts, reason: string): MailText {
  const w = words[facts.lang]
  const rows: Fact[] = [...incident(facts), ...staff(facts), [w.wasPlanned, when(facts)]]
  if (reason) rows.push([w.reason, reason])
  return composed(facts, w.cancelled, [
    { kind: 'facts', rows },
    { kind: 'text', text: w.nothingToDo },
  ])
}

/** For somebody who has left the staff: no link, agenda, dial-in or place. */
export const leftText = (facts: MeetingFacts) => outText(facts, 'left')

/** For somebody who is not invited any more: no link, agenda, dial-in or place. */
export const uninvitedText = (facts: MeetingFacts) => outText(facts, 'uninvited')

function outText(facts: MeetingFacts, why: 'left' | 'uninvited'): MailText {
  const w = words[facts.lang]
  return composed(facts, w[why], [
    { kind: 'facts', rows: [...staff(facts), [w.when, when(facts)]] },
    ...parting(facts),
    { kind: 'text', text: w.mistaken },
  ])
}

/** A reminder; it says that a reply is missing only to people without one. */
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

/** *Jonas Brandt ist verhindert und hat Sie als Vertretung benannt. Sie übernehmen: BuMA.* */
export function whoNamedYou(senders: Named, lang: Lang): string {
  const names = listed(
    senders.map(sender => sender.name),
    lang,
  )
  const functions = [...new Set(senders.flatMap(sender => sender.functionLabels))]
  return words[lang].namedYou(names, senders.length, functions.join(', '))
}

/** For a deputy named by `senders`, with the functions of those. */
export function deputyText(facts: MeetingFacts, senders: Named): MailText {
  const w = words[facts.lang]
  return composed(facts, w.deputy, [
    { kind: 'text', text: whoNamedYou(senders, facts.lang) },
    ...whatWhenWhere(facts),
    ...answer(facts, w.answerHere),
    { kind: 'text', text: w.passOn },
    ...join(facts),
    ...agenda(facts),
  ])
}

/**
 * For somebody who no longer deputises for `senders`, but for `still`, or is invited themselves.
 */
export function relievedText(
  facts: MeetingFacts,
  { senders, still }: { senders: readonly string[]; still: readonly string[] },
): MailText {
  const w = words[facts.lang]
  const isDeputy = still.length > 0
  return composed(facts, isDeputy ? w.relievedOfSome : w.relieved, [
    { kind: 'text', text: w.noLonger(listed(senders, facts.lang)) },
    ...(isDeputy ? [{ kind: 'text' as const, text: w.nowFor(listed(still, facts.lang)) }] : []),
    ...whatWhenWhere(facts),
    ...answer(facts, w.answerHere),
    ...join(facts),
  ])
}

/** For somebody who was invited only as a deputy; there is nothing left to reply to. */
export function releasedText(facts: MeetingFacts, senders: readonly string[]): MailText {
  const w = words[facts.lang]
  return composed(facts, w.released, [
    { kind: 'text', text: w.noLonger(listed(senders, facts.lang)) },
    { kind: 'facts', rows: [...staff(facts), [w.when, when(facts)]] },
    ...parting(facts),
  ])
}

/** What becomes of calendar and links of somebody who is not invited to this date any more. */
function parting({ lang, othersUrl }: MeetingFacts): Block[] {
  const w = words[lang]
  if (othersUrl === null) return [{ kind: 'text', text: w.entryGoes }]
  return [
    { kind: 'text', text: w.dateGoes },
    { kind: 'text', text: w.othersStay },
    { kind: 'link', label: w.toOthers, url: othersUrl },
  ]
}

/** For somebody who named a deputy: `standIn` comes in their place now; null: nobody. */
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
  /** name of the person who gave the access */
  givenBy: string
  /** they had an access before */
  isReplacement: boolean
  enrolUrl: string
  expiresAt: Date
  hotline: string
}): MailText {
  const w = words[facts.lang]
  const until = formatDateTime(facts.expiresAt, facts.zone, facts.lang)
  return written(facts.lang, w.enrolment.subject(facts.staffName), [
    { kind: 'text', text: w.greeting(facts.recipientName) },
    {
      kind: 'text',
      text: w.enrolment.opening(facts.givenBy, facts.staffName, facts.isReplacement),
    },
    { kind: 'text', text: w.enrolment.howLong },
    { kind: 'text', text: w.enrolment.apps },
    { kind: 'link', label: w.enrolment.link, url: facts.enrolUrl },
    { kind: 'text', text: w.enrolment.validity(until) },
    { kind: 'text', text: w.enrolment.notYou },
    ...help(facts),
  ])
}

function composed(facts: MeetingFacts, occasion: MeetingWords, blocks: Block[]): MailText {
  const { startsAt: at, zone, lang } = facts
  return about(facts, {
    subject: occasion.subject(
      namedIn(facts, facts.title),
      formatDayAndTime(at, { beside: facts.at, zone, lang }),
    ),
    opening: occasion.opening({
      meeting: words[lang].meetingCalled(facts),
      at: formatDateTime(at, zone, lang),
      staff: facts.staffName,
    }),
    blocks,
  })
}

/** What all mails about meetings of one incident have in common. */
export type MailFacts = Pick<
  MeetingFacts,
  'lang' | 'zone' | 'at' | 'recipientName' | 'staffName' | 'kind' | 'incident' | 'hotline'
>

/** `Einsatz Hochwasser, 18. Sitzung`, for a subject. */
export function namedIn({ lang, kind, incident }: MailFacts, title: string | null): string {
  const called = kind === 'exercise' ? incident : `${words[lang].kinds[kind]} ${incident}`
  const named = [incident && called, title].filter(Boolean)
  return named.join(', ') || capital(sayIn(lang)('word.meeting'))
}

/** A mail with greeting, sentence and help; of an exercise it says so at the top. */
export function about(
  facts: MailFacts,
  { subject, opening, blocks }: { subject: string; opening: string; blocks: Block[] },
): MailText {
  const w = words[facts.lang]
  const isExercise = facts.kind === 'exercise'
  const named = isExercise ? `${w.kinds.exercise.toUpperCase()}: ${subject}` : subject
  return written(facts.lang, named, [
    ...(isExercise ? [{ kind: 'band', text: sayIn(facts.lang)('exerciseBand') } as const] : []),
    { kind: 'text', text: w.greeting(facts.recipientName) },
    { kind: 'text', text: opening },
    ...blocks,
    ...help(facts),
  ])
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

type WaysIn = Pick<MeetingFacts, 'lang' | 'place' | 'hasVirtualRoom' | 'dialIn'>

/** How to take part in each mode; null: the meeting is not prepared for it. */
function waysIn({ lang, place, hasVirtualRoom, dialIn }: WaysIn): Record<Mode, string | null> {
  const w = words[lang]
  return {
    onSite: place || null,
    video: hasVirtualRoom ? w.videoHow : null,
    phone: dialIn ? `${dialIn.number}${dialIn.pin ? `, ${w.pin} ${dialIn.pin}` : ''}` : w.phoneHow,
  }
}

function whatWhenWhere(facts: MeetingFacts): Block[] {
  const w = words[facts.lang]
  return [{ kind: 'facts', rows: [...whatFor(facts), [w.when, when(facts)], ...ways(facts)] }]
}

/** Incident, staff and the recipient's functions. */
export function whatFor(facts: MailFacts & Pick<MeetingFacts, 'functions'>): Fact[] {
  const { functions } = facts
  const role: Fact[] =
    functions.length > 0
      ? [[words[facts.lang].functions(functions.length), functions.join(', ')]]
      : []
  return [...incident(facts), ...staff(facts), ...role]
}

export function ways(facts: WaysIn): Fact[] {
  const how = waysIn(facts)
  return modes.flatMap((mode): Fact[] =>
    how[mode] === null
      ? []
      : [
          [
            sayIn(facts.lang)(`mode.${mode}`),
            how[mode],
            mode === 'phone' ? callUrl(facts.dialIn) : null,
          ],
        ],
  )
}

/** `Einsatz: Hochwasser` */
function incident({ lang, kind, incident: title }: MailFacts): Fact[] {
  return title ? [[words[lang].kinds[kind], title]] : []
}

const staff = ({ lang, staffName }: MailFacts): Fact[] => [[words[lang].staff, staffName]]

/** Null for a sentence, whose digits may be no phone number. */
function callUrl(dialIn: DialIn | undefined): string | null {
  return dialIn && /\p{L}/u.test(dialIn.number) ? null : telUrl(dialIn)
}

/** The link for replying, and the reply so far; `label` is used without a reply that counts. */
function answer(facts: MeetingFacts, label: string): Block[] {
  const w = words[facts.lang]
  const { answered } = facts
  const link = (text: string): Block => ({ kind: 'link', label: text, url: facts.answerUrl })
  if (!answered) return [link(label), ...howToAnswer(facts)]
  const say = sayIn(facts.lang)
  const { state, givenFor, reply } = answered
  // without the deputy's name, because the deputy may have changed
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

/**
 * Asks whether an earlier reply still holds; for a reply to another date `answer` says what it
 * counts for.
 */
const mayHaveChanged = ({ answered, lang }: MeetingFacts): Block[] =>
  answered?.state === 'holds' ? [{ kind: 'text', text: words[lang].mayHaveChanged }] : []

const promisedIn = (mode: Mode) => ({ kind: 'accepted', mode }) as const

/** Promises what the page for replying offers: every way, also one that needs a call first. */
export function howToAnswer({ lang }: { lang: Lang }): Block[] {
  const w = words[lang]
  const choices = modes.map(mode => sayIn(lang)(`mode.${mode}`))
  return [
    { kind: 'text', text: w.onlyHere },
    { kind: 'text', text: w.freeChoice(listed(choices, lang)) },
  ]
}

function join(facts: MeetingFacts): Block[] {
  const label = words[facts.lang].joinHere
  return facts.hasVirtualRoom ? [{ kind: 'link', label, url: facts.joinUrl, isSecond: true }] : []
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
