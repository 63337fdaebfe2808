import { formatDate, formatDateTime, formatTime, type Lang } from '../../lib/time.ts'
import type { Minutes, MinutesOrder, MinutesRow } from '../contract.ts'
import { labels } from './labels.ts'
import { printable, printableText } from './printable.ts'
import { coverageSentence, hybridSentence } from './sentence.ts'
import { fitsOneLine } from './width.ts'
import { clockTimes, listed, modeWords, sourceWords, statusWords, timeSpan } from './words.ts'

type PrintedRow = {
  function: string
  name: string
  extra: string
  organisation: string
  isOneLine: boolean
  mode: string[]
  absent: boolean
  span: string[]
  note: string
}

/**
 * The minutes as the page shows them: finished words in one language, nothing left to decide for the template. Characters
 * that no print can carry are replaced here; the attached record keeps the true ones.
 */
export function printedMinutes(minutes: Minutes, { lang, fingerprint }: { lang: Lang; fingerprint: string }) {
  const { zone } = minutes
  const l = labels[lang]
  const when = (at: string) => formatDateTime(at, zone, lang, 'short')
  const title = l.minutesOf(minutes.number, minutes.title)
  const notes: string[] = []
  const noteFor = (text: string) => {
    if (!notes.includes(text)) notes.push(text)
    return superscript(notes.indexOf(text) + 1)
  }
  const order = (o: MinutesOrder) => ({
    number: o.number,
    text: printableText(o.text),
    responsible: printable(o.responsible),
    due: o.dueAt ? when(o.dueAt) : '–',
    done: o.doneAt ? when(o.doneAt) : l.open,
  })

  const page = {
    lang,
    title: printable(title),
    author: printable([minutes.organisation, minutes.staff].filter(Boolean).join(', ')),
    /** the moment the record was made final, in UTC, so that the same record gives the same bytes */
    stamp: stampOf(minutes.releasedAt ?? minutes.composedAt),
    draft: minutes.releasedAt ? null : { word: l.draft, note: l.draftNote },
    header: {
      left: [minutes.organisation, minutes.staff].filter(Boolean).map(printable),
      right: [printable(minutes.incident), l[minutes.kind]],
    },
    meta: printable(metaLine(minutes, lang)),
    people: [
      ...(minutes.lead ? [[l.lead, printable(minutes.lead)]] : []),
      ...(minutes.minuteTakers.length > 0
        ? [
            [
              l.minuteTaker,
              printable(minutes.minuteTakers.map((t, i) => (i === 0 ? t.name : l.takerSince(t.name, formatTime(t.from, zone)))).join(', ')),
            ],
          ]
        : []),
      [l.version, `${minutes.version}, ${minutes.releasedAt ? l.released(when(minutes.releasedAt)) : l.notReleased}`],
    ],
    attendance: {
      text: printable(
        [
          hybridSentence(minutes, lang),
          coverageSentence(minutes, lang),
          minutes.interruptions.length > 0
            ? l.interrupted(
                listed(
                  minutes.interruptions.map(i => {
                    const times = clockTimes(i.from, i.until, zone)
                    return l.interruption(times.from, times.until)
                  }),
                  lang,
                ),
              )
            : '',
        ]
          .filter(Boolean)
          .join(' '),
      ),
      head: [l.functionHead, l.name, l.organisation, l.attendanceHead, l.fromUntil],
      blocks: minutes.blocks.map(block => ({
        label: printable(block.label ?? (block.kind === 'guests' ? l.guests : l.others)),
        rows: block.rows.map(row => printedRow(row, { lang, zone, noteFor, isGuest: block.kind === 'guests' })),
      })),
      notes: [] as string[],
    },
    lage: printableText(minutes.lage),
    decisions: minutes.decisions.map(d => ({
      number: d.number,
      time: formatTime(d.at, zone),
      text: printableText(d.text),
      reason: printableText(d.reason),
    })),
    orders: minutes.orders.map(order),
    carriedOrders: minutes.carriedOrders.map(order),
    agenda: minutes.agenda.map(item => ({
      title: printable(item.title),
      responsible: printable(item.responsible),
      text: printableText(item.text),
    })),
    faults: minutes.faults.map(fault => ({
      time: fault.until ? timeSpan(fault.from, fault.until, zone) : formatTime(fault.from, zone),
      text: printableText(fault.text),
    })),
    log: minutes.log.map(entry => ({ number: String(entry.number), time: formatTime(entry.at, zone), text: printableText(entry.text) })),
    press: printableText(minutes.press),
    remarks: printableText(minutes.remarks),
    nextMeeting: printableText(nextMeetingText(minutes, lang)),
    annexes: minutes.annexes.map(printable),
    signatures: minutes.signatures.map(signature => ({
      role: signature.role === 'lead' ? l.lead : l.minuteTaker,
      name: printable(signature.name ?? ''),
      when: signature.signedAt ? l.signedAt(when(signature.signedAt)) : l.unsigned,
    })),
    footer: printable(`${l.minutes} ${minutes.title} · ${l.version} ${minutes.version} · ${l.fingerprint} ${shortened(fingerprint)}`),
    fingerprint: groups(fingerprint).join(' '),
    band: printedBand(minutes, lang),
    headings: {} as Record<string, string>,
    /** points the column of times needs: wider with seconds */
    spanWidth: 0,
    words: onlyWords(l),
  }
  page.headings = numbered(page, l)
  const spans = page.attendance.blocks.flatMap(block => block.rows.flatMap(row => row.span.map(span => span + row.note)))
  page.spanWidth = Math.max(...[...spans, ...page.band.table.flatMap(row => row.span)].map(span => span.length), 13) > 14 ? 92 : 66
  page.attendance.notes = notes.map((note, i) => `${superscript(i + 1)} ${printable(note)}`)
  return page
}

/** Sections in the order of the template; the first four always stand there, the others when they have something to say. */
function numbered(page: Record<string, unknown>, l: Record<string, unknown>): Record<string, string> {
  const always = ['attendance', 'lage', 'decisions', 'orders']
  const sections = [...always, 'agenda', 'faults', 'log', 'press', 'remarks', 'nextMeeting', 'annexes']
  const shown = sections.filter(key => always.includes(key) || (page[key] as unknown[]).length > 0)
  return Object.fromEntries(shown.map((key, i) => [key, `${i + 1} ${String(l[key])}`]))
}

type RowContext = { lang: Lang; zone: string; noteFor: (text: string) => string; isGuest: boolean }

function printedRow(row: MinutesRow, { lang, zone, noteFor, isGuest }: RowContext): PrintedRow {
  const l = labels[lang]
  const extras = [
    row.deputyFor ? l.inPlaceOf(row.deputyFor) : '',
    row.status === 'represented' && row.representedBy ? l.representedBy(row.representedBy) : '',
  ].filter(Boolean)
  const wasThere = row.intervals.length > 0
  const plannedOtherwise =
    wasThere && row.planned.mode !== null && row.planned.mode !== row.mainMode ? l.planned(modeWords[lang][row.planned.mode]) : ''
  const declined = wasThere && row.planned.kind === 'declined' ? l.declinedButCame : ''
  const isSelfReported = row.intervals.some(i => i.sources.length > 0 && i.sources.every(s => s === 'self'))
  const marks = [plannedOtherwise, declined].filter(Boolean).map(text => noteFor(`${capital(text)}.`))
  if (isSelfReported) marks.push(noteFor(l.selfNote))
  const isAbsent = !wasThere && row.name !== null && row.status !== null && row.status !== 'represented'
  const status = row.status ? statusWords[lang][row.status] : '–'
  const words = {
    function: printable(row.functionLabel ?? (isGuest ? l.guest : '–')),
    name: printable(row.name ?? l.notFilled),
    organisation: printable(row.organisation || '–'),
  }
  const isOneLine =
    extras.length === 0 &&
    row.intervals.length < 2 &&
    // columns of the template less their gap, at the wider column of times
    fitsOneLine(words.function, 119) &&
    fitsOneLine(words.name, 131) &&
    fitsOneLine(words.organisation, 60) &&
    (!isAbsent || fitsOneLine(status, 120))
  return {
    ...words,
    extra: printable(extras.join(', ')),
    isOneLine,
    mode: wasThere ? row.intervals.map(i => modeWords[lang][i.mode]) : [isAbsent ? status : '–'],
    /** the derived word takes the place of mode and times */
    absent: isAbsent,
    span: wasThere ? row.intervals.map(i => timeSpan(i.from, i.until, zone)) : ['–'],
    note: marks.join(' '),
  }
}

/** Bars in fractions of the meeting, axis ticks, and the same as table rows. */
function printedBand(minutes: Minutes, lang: Lang) {
  const { zone } = minutes
  const l = labels[lang]
  const begin = Date.parse(minutes.begin)
  const lengthMs = Math.max(1, Date.parse(minutes.end) - begin)
  const share = (at: string) => Math.min(1, Math.max(0, (Date.parse(at) - begin) / lengthMs))
  const kindWord = (kind: Minutes['band'][number]['bars'][number]['kind']) => (kind === 'unfilled' ? l.unfilled : modeWords[lang][kind])
  return {
    alt: printable(l.bandAlt(minutes.title, formatTime(minutes.begin, zone), formatTime(minutes.end, zone))),
    rows: minutes.band.map(row => ({
      label: clipped(printable(row.label), 52),
      bars: row.bars.map(bar => ({ from: share(bar.from), until: share(bar.until), kind: bar.kind })),
    })),
    ticks: ticks(begin, lengthMs).map(at => ({
      at: (at - begin) / lengthMs,
      label: formatTime(at, zone, { seconds: lengthMs < 120_000 }),
    })),
    legend: [...(['onSite', 'video', 'phone'] as const), 'unfilled' as const].map(kind => ({ kind, word: kindWord(kind) })),
    table: minutes.band.map(row => ({
      isOneLine: row.bars.length < 2 && fitsOneLine(row.functionLabel ?? '', 120) && fitsOneLine(row.name ?? '', 140),
      function: printable(row.functionLabel ?? '–'),
      name: printable(row.name ?? l.notFilled),
      mode: row.bars.length > 0 ? row.bars.map(bar => kindWord(bar.kind)) : ['–'],
      span: row.bars.length > 0 ? row.bars.map(bar => timeSpan(bar.from, bar.until, zone)) : ['–'],
      source: row.bars.length > 0 ? row.bars.map(bar => sourceOf(minutes, row, bar, lang)) : ['–'],
    })),
    zone: `${l.summary} ${zone}.`,
  }
}

/** Where a drawn bar is known from: the sources of that person's stays that it covers. */
function sourceOf(minutes: Minutes, row: Minutes['band'][number], bar: Minutes['band'][number]['bars'][number], lang: Lang): string {
  const [from, until] = [Date.parse(bar.from), Date.parse(bar.until)]
  const sources = minutes.blocks
    .flatMap(block => block.rows)
    .filter(candidate => candidate.name === row.name && candidate.functionLabel === row.functionLabel)
    .flatMap(candidate => candidate.intervals)
    .filter(i => i.mode === bar.kind && Date.parse(i.from) < until && Date.parse(i.until) > from)
    .flatMap(i => i.sources)
  return [...new Set(sources)].map(source => sourceWords[lang][source]).join(', ') || '–'
}

/** Round clock times inside the meeting, at most ten of them. */
function ticks(begin: number, lengthMs: number): number[] {
  const minute = 60_000
  const steps = [
    minute / 12,
    minute / 4,
    minute,
    5 * minute,
    10 * minute,
    15 * minute,
    30 * minute,
    60 * minute,
    120 * minute,
    360 * minute,
    1440 * minute,
  ]
  const step = steps.find(s => lengthMs / s <= 9) ?? lengthMs / 9
  const at: number[] = []
  for (let t = Math.ceil(begin / step) * step; t <= begin + lengthMs; t += step) at.push(t)
  return at
}

function metaLine(minutes: Minutes, lang: Lang): string {
  const { zone } = minutes
  const l = labels[lang]
  const day = formatDate(minutes.begin, zone, lang, 'long')
  const times = clockTimes(minutes.begin, minutes.end, zone)
  const where = minutes.place
    ? `${minutes.place}${minutes.hasVirtualRoom ? l.andVirtualRoom : ''}`
    : minutes.hasVirtualRoom
      ? l.virtualRoom
      : ''
  return [`${day}, ${l.until(times.from, times.until)}`, where].filter(Boolean).join(' · ')
}

function nextMeetingText(minutes: Minutes, lang: Lang): string {
  const next = minutes.nextMeeting
  const line = next && [next.title, formatDateTime(next.startsAt, minutes.zone, lang), next.place].filter(Boolean).join(', ')
  return [line, minutes.nextMeetingText].filter(Boolean).join('\n')
}

function onlyWords(l: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(l).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

function stampOf(at: string): number[] {
  const utc = new Date(at)
  return [utc.getUTCFullYear(), utc.getUTCMonth() + 1, utc.getUTCDate(), utc.getUTCHours(), utc.getUTCMinutes(), utc.getUTCSeconds()]
}

function groups(fingerprint: string): string[] {
  return fingerprint.match(/.{1,4}/g) ?? []
}

function shortened(fingerprint: string): string {
  const parts = groups(fingerprint)
  return `${parts.slice(0, 2).join(' ')} … ${parts.at(-1)}`
}

function superscript(n: number): string {
  return String(n).replace(/\d/g, digit => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]!) // ten digits, ten characters
}

const graphemes = new Intl.Segmenter('de')

/** At most so many characters as people count them; the table has the whole. */
function clipped(text: string, most: number): string {
  if (text.length <= most) return text
  const characters = Array.from(graphemes.segment(text), part => part.segment)
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
