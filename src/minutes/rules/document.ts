import type { Lang } from '../../lib/time.ts'
import {
  type Beside,
  formatBeside,
  formatDate,
  formatDateTime,
  momentBeside,
  shortSpan,
  spanBeside,
} from '../../lib/timeWords.ts'
import type { Minutes, MinutesOrder, MinutesRetraction, MinutesRow } from '../contract.ts'
import { listed } from '../../words/listed.ts'
import { capital } from '../../words/capital.ts'
import { sayIn } from '../../words/say.ts'
import { labels } from './labels.ts'
import { chapterText, printable, printableText } from './printable.ts'
import { coverageLines, hybridSentence } from './sentence.ts'

export type DocumentRow = {
  function: string
  name: string
  extra: string
  organisation: string
  mode: string[]
  absent: boolean
  span: string[]
  note: string
}

/**
 * The content of the minutes in words of one language, the same for screen and paper. Replaces
 * characters that cannot be printed; the record keeps them.
 */
export function documentOf(minutes: Minutes, { lang }: { lang: Lang }) {
  const { zone } = minutes
  const l = labels[lang]
  const say = sayIn(lang)
  const known = besideHead(minutes, lang)
  const time = (at: string) => formatBeside(at, known)
  const when = (at: string) => formatDateTime(at, zone, lang, 'short')
  const title = l.minutesOf(minutes.number, minutes.title)
  const notes: string[] = []
  const noteFor = (text: string) => {
    if (!notes.includes(text)) notes.push(text)
    return superscript(notes.indexOf(text) + 1)
  }
  /** what was done to an entry later, as small lines below it */
  const notesOf = ({
    at = minutes.end,
    addedAt,
    corrected = [],
  }: Pick<MinutesOrder, 'addedAt' | 'corrected'> & { at?: string }) =>
    [
      ...(addedAt ? [l.addedAt(momentBeside(addedAt, { ...known, beside: at }))] : []),
      ...corrected.map(each =>
        l.corrected(momentBeside(each.at, { ...known, beside: at }), each.text),
      ),
    ].flatMap(printableText)
  const order = (o: MinutesOrder) => ({
    number: o.number,
    text: printableText(o.text),
    notes: notesOf(o),
    responsible: printable(o.responsible),
    due: o.dueAt ? when(o.dueAt) : '–',
    done: o.doneAt
      ? when(o.doneAt)
      : o.dueAt && Date.parse(o.dueAt) < Date.parse(minutes.end)
        ? l.overdue
        : l.open,
  })
  /** adds rows for entries taken back, in the order of numbers */
  const withRetracted = <E extends { number: string }>(
    entries: readonly E[],
    kind: MinutesRetraction['kind'],
    told: (retraction: { number: string; time: string; text: string[] }) => E,
  ) =>
    [
      ...entries,
      ...(minutes.retracted ?? [])
        .filter(each => each.kind === kind)
        .map(each =>
          told({
            number: each.number,
            time: time(each.at),
            text: [
              l.retracted(
                momentBeside(each.retractedAt, { ...known, beside: each.at }),
                each.replacedBy,
              ),
            ],
          }),
        ),
    ].sort((a, b) => countOf(a.number) - countOf(b.number))
  const blocks = minutes.blocks.map(block => ({
    label: printable(block.label ?? (block.kind === 'guests' ? l.guests : l.others)),
    rows: block.rows.map(row =>
      rowOf(row, { lang, known, noteFor, isGuest: block.kind === 'guests' }),
    ),
  }))

  return {
    lang,
    title: printable(title),
    draft: minutes.releasedAt ? null : { word: l.draft, note: l.draftNote },
    header: {
      left: [minutes.organisation, minutes.staff].filter(Boolean).map(printable),
      right: [printable(minutes.incident), capital(say(`kind.${minutes.kind}`))],
    },
    meta: printable(metaLine(minutes, lang)),
    people: [
      ...(minutes.lead ? [[say('role.lead'), printable(minutes.lead)]] : []),
      ...(minutes.minuteTakers.length > 0
        ? [
            [
              say('role.minuteTaker'),
              printable(
                minutes.minuteTakers
                  .map((t, i) => (i === 0 ? t.name : l.takerSince(t.name, time(t.from))))
                  .join(', '),
              ),
            ],
          ]
        : []),
      ...(minutes.endTold
        ? [
            [
              l.end,
              printable(
                l.endTold(
                  formatDateTime(minutes.endTold.closedAt, zone, lang, 'short'),
                  minutes.endTold.reason,
                ),
              ),
            ],
          ]
        : []),
      [
        l.version,
        `${minutes.version}, ${minutes.releasedAt ? l.released(when(minutes.releasedAt)) : l.notReleased}`,
      ],
    ],
    attendance: {
      text: printable(
        [
          hybridSentence(minutes, lang),
          minutes.interruptions.length > 0
            ? l.interrupted(
                listed(
                  minutes.interruptions.map(i => {
                    const times = spanBeside(i.from, i.until, known)
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
      coverage: coverageLines(minutes, lang).map(printable),
      head: [
        say('word.function'),
        say('word.name'),
        say('word.organisation'),
        l.attendanceHead,
        l.fromUntil,
      ],
      blocks,
      notes: notes.map((note, i) => `${superscript(i + 1)} ${printable(note)}`),
    },
    lage: chapterText(minutes.lage),
    decisions: withRetracted(
      minutes.decisions.map(d => ({
        number: d.number,
        time: time(d.at),
        text: printableText(d.text),
        reason: chapterText(d.reason),
        notes: notesOf(d),
      })),
      'decision',
      retraction => ({ ...retraction, reason: [], notes: [] }),
    ),
    orders: withRetracted(minutes.orders.map(order), 'order', ({ number, text }) => ({
      number,
      text,
      notes: [],
      responsible: '–',
      due: '–',
      done: '–',
    })),
    carriedOrders: minutes.carriedOrders.map(order),
    agenda: minutes.agenda.map(item => ({
      title: printable(item.title),
      responsible: printable(item.responsible),
      text: item.isNotReached && !item.text.trim() ? [l.notReached] : chapterText(item.text),
    })),
    faults: minutes.faults.map(fault => ({
      time: fault.until ? shortSpan(fault.from, fault.until, known) : time(fault.from),
      text: printableText(fault.text),
    })),
    log: withRetracted(
      minutes.log.map(entry => ({
        number: String(entry.number),
        time: time(entry.at),
        text: printableText(entry.text),
        notes: notesOf(entry),
      })),
      'log',
      retraction => ({ ...retraction, notes: [] }),
    ),
    press: chapterText(minutes.press),
    remarks: chapterText(minutes.remarks),
    nextMeeting: printableText(nextMeetingText(minutes, lang)),
    annexes: minutes.annexes.map(printable),
    signatures: minutes.signatures.map(signature => ({
      role: say(`role.${signature.role}`),
      name: printable(signature.name ?? ''),
      when: signature.signedAt
        ? l.signedAt(when(signature.signedAt))
        : minutes.releasedAt
          ? l.signedByHand
          : l.unsigned,
    })),
  }
}

/**
 * Times of the minutes name their day unless it is the one in the head, on which the meeting began.
 */
export function besideHead({ begin, zone }: Pick<Minutes, 'begin' | 'zone'>, lang: Lang): Beside {
  return { beside: begin, zone, lang }
}

type RowContext = { lang: Lang; known: Beside; noteFor: (text: string) => string; isGuest: boolean }

function rowOf(row: MinutesRow, { lang, known, noteFor, isGuest }: RowContext): DocumentRow {
  const l = labels[lang]
  const say = sayIn(lang)
  const extras = [
    row.deputyFor ? l.inPlaceOf(row.deputyFor) : '',
    row.status === 'represented' && row.representedBy
      ? say('status.representedBy', { name: row.representedBy })
      : '',
  ].filter(Boolean)
  const wasThere = row.intervals.length > 0
  const plannedOtherwise =
    wasThere && row.planned.mode !== null && row.planned.mode !== row.mainMode
      ? l.planned(say(`mode.${row.planned.mode}`))
      : ''
  const declined = wasThere && row.planned.kind === 'declined' ? l.declinedButCame : ''
  const isSelfReported = row.intervals.some(
    i => i.sources.length > 0 && i.sources.every(s => s === 'self'),
  )
  const marks = [plannedOtherwise, declined]
    .filter(Boolean)
    .map(text => noteFor(`${capital(text)}.`))
  if (isSelfReported) marks.push(noteFor(l.selfNote))
  const isAbsent =
    !wasThere && row.name !== null && row.status !== null && row.status !== 'represented'
  const status = row.status ? say(`status.${row.status}`) : '–'
  const words = {
    function: printable(row.functionLabel ?? (isGuest ? say('word.guest') : l.noFunction)),
    name: printable(row.name ?? l.notFilled),
    organisation: printable(row.organisation || '–'),
  }
  return {
    ...words,
    extra: printable(extras.join(', ')),
    mode: wasThere ? row.intervals.map(i => say(`mode.${i.mode}`)) : [isAbsent ? status : '–'],
    /** the status is shown in place of mode and times */
    absent: isAbsent,
    span: wasThere ? row.intervals.map(i => shortSpan(i.from, i.until, known)) : ['–'],
    note: marks.join(' '),
  }
}

function metaLine(minutes: Minutes, lang: Lang): string {
  const { zone } = minutes
  const l = labels[lang]
  const day = formatDate(minutes.begin, zone, lang, 'long')
  const times = spanBeside(minutes.begin, minutes.end, besideHead(minutes, lang))
  const where = minutes.place
    ? `${minutes.place}${minutes.hasVirtualRoom ? l.andVirtualRoom : ''}`
    : minutes.hasVirtualRoom
      ? l.virtualRoom
      : ''
  return [`${day}, ${l.until(times.from, times.until)}`, where].filter(Boolean).join(' · ')
}

function nextMeetingText(minutes: Minutes, lang: Lang): string {
  const next = minutes.nextMeeting
  const line =
    next &&
    [next.title, formatDateTime(next.startsAt, minutes.zone, lang), next.place]
      .filter(Boolean)
      .join(', ')
  return [line, ...chapterText(minutes.nextMeetingText)].filter(Boolean).join('\n')
}

/** e.g. 3 for `17/A3` */
function countOf(number: string): number {
  return Number(/(?<!\d)\d+$/.exec(number)?.[0])
}

function superscript(n: number): string {
  return String(n).replace(/\d/g, digit => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]!) // the string has a character for each digit
}
