import { modes } from '../../lib/modes.ts'
import type { Lang } from '../../lib/time.ts'
import { shortSpan, spanBeside } from '../../lib/timeWords.ts'
import type { Minutes, MinutesRow } from '../contract.ts'
import { sayIn, type Say } from '../../words/say.ts'
import { axisTicks } from '../../attendance/rules/axis.ts'
import { besideHead, documentOf } from './document.ts'
import { labels } from './labels.ts'
import { printable } from './printable.ts'

/**
 * The document as the template takes it, with footer, fingerprint and band. The template decides
 * nothing.
 */
export function printedMinutes(
  minutes: Minutes,
  { lang, fingerprint }: { lang: Lang; fingerprint: string },
) {
  const l = labels[lang]
  const document = documentOf(minutes, { lang })
  return {
    ...document,
    /** typed texts are hyphenated in the language of the staff */
    typedLang: minutes.language,
    author: printable([minutes.organisation, minutes.staff].filter(Boolean).join(', ')),
    /** when the record was made final, in UTC, so that the same record gives the same bytes */
    stamp: stampOf(minutes.releasedAt ?? minutes.composedAt),
    footer: printable(
      `${document.title} · ${l.version} ${minutes.version} · ${l.fingerprint} ${shortened(fingerprint)}`,
    ),
    fingerprint: groups(fingerprint).join(' '),
    band: printedBand(minutes, lang),
    /** across the top of every sheet; null for an operation */
    exercise: minutes.kind === 'exercise' ? sayIn(lang)('exerciseBand') : null,
    headings: numbered(document, l),
    words: onlyWords(l, sayIn(lang)),
  }
}

/**
 * Sections in the order of the template. The first four are always printed, the others only with
 * content.
 */
function numbered(
  page: Record<string, unknown>,
  l: Record<string, unknown>,
): Record<string, string> {
  const always = ['attendance', 'lage', 'decisions', 'orders']
  const sections = [
    ...always,
    'agenda',
    'faults',
    'log',
    'press',
    'remarks',
    'nextMeeting',
    'annexes',
  ]
  const shown = sections.filter(key => always.includes(key) || (page[key] as unknown[]).length > 0)
  return Object.fromEntries(shown.map((key, i) => [key, `${i + 1} ${String(l[key])}`]))
}

/** The band: bars in fractions of the meeting, axis ticks, and the same as rows of a table. */
function printedBand(minutes: Minutes, lang: Lang) {
  const { zone } = minutes
  const l = labels[lang]
  const known = besideHead(minutes, lang)
  const times = spanBeside(minutes.begin, minutes.end, known)
  const begin = Date.parse(minutes.begin)
  const lengthMs = Math.max(1, Date.parse(minutes.end) - begin)
  const share = (atMs: number) => Math.min(1, Math.max(0, (atMs - begin) / lengthMs))
  const say = sayIn(lang)
  const kindWord = (kind: Minutes['band'][number]['bars'][number]['kind']) => say(`mode.${kind}`)
  return {
    alt: printable(l.bandAlt(minutes.title, times.from, times.until)),
    rows: minutes.band.map(row => ({
      label: printable(row.label),
      function: printable(row.functionLabel ?? ''),
      name: printable(row.name ?? ''),
      bars: row.bars.map(bar => ({
        from: share(Date.parse(bar.from)),
        until: share(Date.parse(bar.until)),
        kind: bar.kind,
      })),
    })),
    ticks: axisTicks({ fromMs: begin, untilMs: begin + lengthMs }, { zone, lang }).map(tick => ({
      at: share(tick.atMs),
      label: tick.text,
    })),
    legend: [...modes, 'unfilled' as const].map(kind => ({
      kind,
      word: kindWord(kind),
    })),
    table: minutes.band.map(row => ({
      function: printable(
        row.functionLabel ?? (isMember(minutes, row) ? l.noFunction : say('word.guest')),
      ),
      name: printable(row.name ?? l.notFilled),
      mode: row.bars.length > 0 ? row.bars.map(bar => kindWord(bar.kind)) : ['–'],
      span:
        row.bars.length > 0 ? row.bars.map(bar => shortSpan(bar.from, bar.until, known)) : ['–'],
      source: row.bars.length > 0 ? row.bars.map(bar => sourceOf(minutes, row, bar, lang)) : ['–'],
    })),
    zone: `${l.summary} ${zone}.`,
  }
}

/** The sources of a drawn bar: those of the person's stays it covers. */
function sourceOf(
  minutes: Minutes,
  row: Minutes['band'][number],
  bar: Minutes['band'][number]['bars'][number],
  lang: Lang,
): string {
  const [from, until] = [Date.parse(bar.from), Date.parse(bar.until)]
  const sources = rowsLike(minutes, row)
    .flatMap(candidate => candidate.intervals)
    .filter(i => i.mode === bar.kind && Date.parse(i.from) < until && Date.parse(i.until) > from)
    .flatMap(i => i.sources)
  return [...new Set(sources)].map(source => sayIn(lang)(`source.${source}`)).join(', ') || '–'
}

function isMember(minutes: Minutes, row: Minutes['band'][number]): boolean {
  return rowsLike(minutes, row).some(candidate => candidate.isMember)
}

/** The attendance rows that belong to a row of the band. */
function rowsLike(minutes: Minutes, row: Minutes['band'][number]): MinutesRow[] {
  return minutes.blocks
    .flatMap(block => block.rows)
    .filter(
      candidate => candidate.name === row.name && candidate.functionLabel === row.functionLabel,
    )
}

/** The words the template prints itself. */
function onlyWords(l: Record<string, unknown>, say: Say): Record<string, string> {
  const own = Object.entries(l).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  return {
    ...Object.fromEntries(own),
    functionHead: say('word.function'),
    name: say('word.name'),
    order: say('entry.order'),
  }
}

/** A moment in UTC as the template takes it: year, month, day, hour, minute, second. */
export function stampOf(at: string | Date): number[] {
  const utc = new Date(at)
  return [
    utc.getUTCFullYear(),
    utc.getUTCMonth() + 1,
    utc.getUTCDate(),
    utc.getUTCHours(),
    utc.getUTCMinutes(),
    utc.getUTCSeconds(),
  ]
}

function groups(fingerprint: string): string[] {
  return fingerprint.match(/.{1,4}/g) ?? []
}

function shortened(fingerprint: string): string {
  const parts = groups(fingerprint)
  return `${parts.slice(0, 2).join(' ')} … ${parts.at(-1)}`
}
