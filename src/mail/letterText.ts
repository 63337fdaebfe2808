import { remembered } from '../lib/formatters.ts'
import { formatDayAndTime, formatRange, spanBeside } from '../lib/timeWords.ts'
import type { DialIn } from './calendarFields.ts'
import type { Block, Fact } from './layout.ts'
import { letterWords } from './letterWords.ts'
import type { Span } from './recurrence.ts'
import { type ToldTogether, toldTogether } from './rules.ts'
import {
  about,
  howToAnswer,
  type MailFacts,
  type MailText,
  namedIn,
  ways,
  whatFor,
} from './texts.ts'
import { words } from './words.ts'

/** What is new about one meeting. */
export type News = Span & {
  kind: ToldTogether
  /** its own title; null: none */
  title: string | null
  /** where it was before a move */
  before: Span | null
  /** empty: the meeting has no room */
  place: string
  /** why it is cancelled; empty: not told */
  reason: string
  /** who deputises for whom there; empty: nothing new about it */
  note: string
  /** the recipient has replied to it, also for another day */
  hasReplied: boolean
}

/** News of several meetings of one series for one person, in order of time. */
export type LetterFacts = MailFacts & {
  news: readonly News[]
  functions: readonly string[]
  hasVirtualRoom: boolean
  dialIn?: DialIn
  /** null: there is nothing to reply to */
  answerUrl: string | null
  joinUrl: string
  /** titles of the agenda that all of them have */
  agenda: readonly string[]
}

/** One mail with all dates, each once with what is new about it. */
export function letterText(facts: LetterFacts): MailText {
  const { lang, zone, news } = facts
  const w = letterWords[lang]
  const kinds = toldTogether.filter(kind => news.some(each => each.kind === kind))
  const [only] = kinds.length === 1 ? kinds : []
  const letter = only ?? 'mixed'
  const first = news[0]! // a letter has news
  const from = formatDayAndTime(first.startsAt, { beside: facts.at, zone, lang })
  const all: Common = {
    place: placeOfAll(facts),
    reason: reasonOfAll(facts),
    notes: new Map(kinds.map(kind => [kind, noteOfAll(facts, kind)])),
  }
  const lists = kinds.flatMap((kind): Block[] => {
    const note = all.notes.get(kind)
    return [
      {
        kind: 'list',
        isOfDates: true,
        title: only ? w.dates : w.list[kind],
        items: news.filter(each => each.kind === kind).map(each => dateOf(facts, each, all)),
      },
      ...(note ? [{ kind: 'text' as const, text: note }] : []),
    ]
  })
  return about(facts, {
    subject: w.subject[letter](namedIn(facts, null), w.datesFrom(news.length, from)),
    opening: w.opening[letter]({
      count: news.length,
      of: facts.incident && w.of(facts.kind, facts.incident),
      staff: facts.staffName,
    }),
    blocks: [
      { kind: 'facts', rows: headOf(facts, all) },
      ...lists,
      ...ending(facts),
      ...answer(facts),
    ],
  })
}

const gone: readonly ToldTogether[] = ['cancelled', 'uninvited', 'released', 'left']
const isAhead = ({ kind }: Pick<News, 'kind'>) => !gone.includes(kind)

/** The place of all dates that take place; null: they have several, which stand beside the dates. */
function placeOfAll({ news }: LetterFacts): string | null {
  const places = new Set(news.filter(isAhead).map(each => each.place))
  return places.size > 1 ? null : ([...places][0] ?? '')
}

/** Why all of them are cancelled; empty: they are not, or for several reasons. */
function reasonOfAll({ news }: LetterFacts): string {
  if (news.some(each => each.kind !== 'cancelled')) return ''
  const reasons = new Set(news.map(each => each.reason))
  return reasons.size === 1 ? [...reasons][0]! : ''
}

/** What is said of all dates of a kind; empty: nothing, or something else of each. */
function noteOfAll({ news }: LetterFacts, kind: ToldTogether): string {
  const notes = new Set(news.filter(each => each.kind === kind).map(each => each.note))
  return notes.size === 1 ? [...notes][0]! : ''
}

/** What all dates of a letter have in common. */
type Common = {
  place: string | null
  reason: string
  notes: ReadonlyMap<ToldTogether, string>
}

function headOf(facts: LetterFacts, { place, reason }: Common): Fact[] {
  return [
    ...whatFor({ ...facts, functions: facts.answerUrl ? facts.functions : [] }),
    ...(facts.news.some(isAhead) ? ways({ ...facts, place: place ?? '' }) : []),
    ...(reason ? [[words[facts.lang].reason, reason] as const] : []),
  ]
}

/** `Mittwoch, 2. Dezember 2026, 09:00 bis 09:50 Uhr (bisher 08:00 bis 08:50)` */
function dateOf(
  { lang, zone }: LetterFacts,
  { title, startsAt, endsAt, before, place, ...told }: News,
  all: Common,
) {
  const parts = [rangeOf(startsAt, endsAt, zone, lang), title]
  if (isAhead(told) && all.place === null) parts.push(place)
  const said = parts.filter(Boolean).join(', ')
  if (before) {
    const known = { beside: startsAt, zone, lang }
    const span = spanBeside(before.startsAt, before.endsAt, known)
    return `${said} (${letterWords[lang].before(`${span.from} – ${span.until}`)})`
  }
  if (told.note && all.notes.get(told.kind) === '') return `${said}: ${told.note}`
  const own = told.kind === 'cancelled' && all.reason === '' ? told.reason : ''
  return own ? `${said} (${own})` : said
}

const ranges = remembered<string>()

/** Everybody in a series is told the same dates. */
const rangeOf: typeof formatRange = (startsAt, endsAt, zone, lang) =>
  ranges.get([Number(startsAt), Number(endsAt), zone, lang].join(' '), () =>
    formatRange(startsAt, endsAt, zone, lang),
  )

/** What becomes of dates that are no more, in calendars. */
function ending({ lang, news, answerUrl }: LetterFacts): Block[] {
  const w = letterWords[lang]
  const { othersStay, toOthers } = words[lang]
  const isOut = news.some(each => each.kind === 'uninvited' || each.kind === 'left')
  const mistaken = isOut ? [{ kind: 'text' as const, text: words[lang].mistaken }] : []
  if (news.every(isAhead)) return []
  if (news.some(isAhead)) return [{ kind: 'text', text: w.calendarFollows }, ...mistaken]
  const isOver = news.every(each => each.kind === 'cancelled')
  if (isOut && answerUrl !== null)
    return [
      { kind: 'text', text: w.calendarFollows },
      { kind: 'text', text: othersStay },
      { kind: 'link', label: toOthers, url: answerUrl },
      ...mistaken,
    ]
  return [{ kind: 'text', text: isOver ? w.nothingToDo : w.entryGoes }, ...mistaken]
}

function answer(facts: LetterFacts): Block[] {
  const { lang, answerUrl, news, agenda } = facts
  const w = letterWords[lang]
  if (answerUrl === null || !news.some(isAhead)) return []
  const mayHaveChanged = news.some(
    each => each.hasReplied && (each.kind === 'moved' || each.kind === 'changed'),
  )
  const { joinHere, passOn, agenda: title } = words[lang]
  return [
    ...(mayHaveChanged ? [{ kind: 'text' as const, text: w.checkAnswers }] : []),
    { kind: 'link', label: w.answerAll, url: answerUrl },
    ...(news.some(each => each.kind === 'deputy') ? [{ kind: 'text' as const, text: passOn }] : []),
    ...howToAnswer({ ...facts, place: news.find(each => each.place)?.place ?? '' }),
    ...(facts.hasVirtualRoom
      ? [{ kind: 'link' as const, label: joinHere, url: facts.joinUrl, isSecond: true as const }]
      : []),
    ...(agenda.length > 0 ? [{ kind: 'list' as const, title, items: agenda }] : []),
  ]
}
