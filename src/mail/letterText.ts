import { remembered } from '../lib/formatters.ts'
import { formatDayAndTime, formatRange, spanBeside } from '../lib/timeWords.ts'
import type { DialIn } from './calendarFields.ts'
import { type Changed, cadenceFact, changeBeside, changeFact } from './changes.ts'
import type { Cadence } from './contract.ts'
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
  /** what else is new about it */
  changed: readonly Changed[]
  /** the new rhythm of the series that makes it come or go; null: another reason */
  cadence: Cadence | null
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
  const ahead = news.filter(isAhead)
  const counted = ahead.length > 0 ? ahead : news
  const first = counted[0]! // a letter has news
  const from = formatDayAndTime(first.startsAt, { beside: facts.at, zone, lang })
  const gone = w.gone(news.length - counted.length)
  const dates = [w.datesFrom(counted.length, from), gone].filter(Boolean).join(', ')
  const all: Common = {
    place: placeOfAll(facts),
    reason: reasonOfAll(facts),
    changed: changedInAll(facts),
    notes: new Map(kinds.map(kind => [kind, noteOfAll(facts, kind)])),
  }
  const lists = kinds.flatMap((kind): Block[] => {
    const note = all.notes.get(kind)
    return [
      {
        kind: 'list',
        isOfDates: true,
        title: only
          ? w.dates
          : [w.list[kind], kind === 'cancelled' && all.reason].filter(Boolean).join(', '),
        items: news.filter(each => each.kind === kind).map(each => dateOf(facts, each, all)),
      },
      ...(note ? [{ kind: 'text' as const, text: note }] : []),
    ]
  })
  return about(facts, {
    subject: w.subject[letter](namedIn(facts, null), dates),
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

/** Why all that are cancelled are; empty: not told, or for several reasons. */
function reasonOfAll({ news }: LetterFacts): string {
  const reasons = new Set(news.flatMap(each => (each.kind === 'cancelled' ? each.reason : [])))
  return reasons.size === 1 ? [...reasons][0]! : ''
}

/** What is said of all dates of a kind; empty: nothing, or something else of each. */
function noteOfAll({ news }: LetterFacts, kind: ToldTogether): string {
  const notes = new Set(news.filter(each => each.kind === kind).map(each => each.note))
  return notes.size === 1 ? [...notes][0]! : ''
}

/** What is new about all dates that are changed or moved in the same way. */
function changedInAll({ news }: LetterFacts): Changed[] {
  const others = news.filter(each => each.kind === 'changed' || each.kind === 'moved')
  const [first] = others
  return (first?.changed ?? []).filter(change =>
    others.every(each => each.changed.some(other => isSame(other, change))),
  )
}

const isSame = (a: Changed, b: Changed) =>
  a.field === b.field && a.before === b.before && a.now === b.now

/** What all dates of a letter have in common. */
type Common = {
  place: string | null
  reason: string
  changed: readonly Changed[]
  notes: ReadonlyMap<ToldTogether, string>
}

function headOf(facts: LetterFacts, { place, reason, changed }: Common): Fact[] {
  const { lang, news } = facts
  const cadence = news.find(each => each.cadence !== null)?.cadence
  const isOnly = news.every(each => each.kind === 'cancelled')
  return [
    ...whatFor({ ...facts, functions: facts.answerUrl ? facts.functions : [] }),
    ...(cadence ? [cadenceFact(cadence, facts)] : []),
    ...changed.map(each => changeFact(each, lang)),
    ...(news.some(isAhead) ? ways({ ...facts, place: place ?? '' }) : []),
    ...(isOnly && reason ? [[words[lang].reason, reason] as const] : []),
  ]
}

/**
 * `Mittwoch, 2. Dezember 2026, 09:00 bis 09:50 Uhr (bisher 08:00 bis 08:50)`; without what all of
 * them have in common.
 */
function dateOf(
  { lang, zone }: LetterFacts,
  { title, startsAt, endsAt, before, place, changed, ...told }: News,
  all: Common,
) {
  const parts = [rangeOf(startsAt, endsAt, zone, lang), title]
  if (isAhead(told) && all.place === null) parts.push(place)
  const said = parts.filter(Boolean).join(', ')
  if (told.note && all.notes.get(told.kind) === '') return `${said}: ${told.note}`
  const aside: string[] = []
  if (before) {
    const known = { beside: startsAt, zone, lang }
    const span = spanBeside(before.startsAt, before.endsAt, known)
    aside.push(letterWords[lang].before(`${span.from} – ${span.until}`))
  }
  for (const each of changed)
    if (!all.changed.some(common => isSame(common, each))) aside.push(changeBeside(each, lang))
  if (told.kind === 'cancelled' && all.reason === '' && told.reason) aside.push(told.reason)
  return aside.length > 0 ? `${said} (${aside.join('; ')})` : said
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
    ...howToAnswer(facts),
    ...(facts.hasVirtualRoom
      ? [{ kind: 'link' as const, label: joinHere, url: facts.joinUrl, isSecond: true as const }]
      : []),
    ...(agenda.length > 0 ? [{ kind: 'list' as const, title, items: agenda }] : []),
  ]
}
