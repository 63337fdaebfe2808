import { shortSpan } from '../../lib/timeWords.ts'
import { modes, modeTable, remoteModes, type Mode } from '../../lib/modes.ts'
import type { Lang } from '../../lib/time.ts'
import type { AttendanceStatus } from '../../attendance/contract.ts'
import type { AttendanceSummary, Minutes } from '../contract.ts'
import { listed } from '../../words/listed.ts'
import { capital } from '../../words/capital.ts'
import { sayIn } from '../../words/say.ts'
import { labels } from './labels.ts'

/**
 * The sentence about how the staff met: members by mode, then who was represented, excused,
 * prevented, absent or not recorded. It names no quorum, because a crisis staff has none.
 */
export function hybridSentence(minutes: Pick<Minutes, 'attendance'>, lang: Lang): string {
  const { attendance } = minutes
  return [openingIn[lang](attendance), ...restOf(attendance, lang)].join(' ')
}

/**
 * Which required functions nobody filled: one line for those unfilled throughout, one for the
 * others with times. One sentence when all were filled; empty when the staff has no required
 * function.
 */
export function coverageLines(
  { gaps, blocks, begin, zone }: Pick<Minutes, 'gaps' | 'blocks' | 'begin' | 'zone'>,
  lang: Lang,
): string[] {
  const l = labels[lang]
  if (gaps.length === 0) {
    const hasRequired = blocks.some(block => block.rows.some(row => row.isRequired))
    return hasRequired ? [l.allFilled] : []
  }
  const byFunction = [...Map.groupBy(gaps, gap => gap.functionLabel)]
  const whole = byFunction.filter(([, spans]) => spans.some(gap => gap.isWhole))
  const partly = byFunction.filter(([, spans]) => !spans.some(gap => gap.isWhole))
  const times = (spans: typeof gaps) =>
    listed(
      spans.map(gap => shortSpan(gap.from, gap.until, { beside: begin, zone, lang })),
      lang,
    )
  return [
    ...(whole.length > 0
      ? [
          l.unfilledThroughout(
            whole.length,
            listed(
              whole.map(([label]) => label),
              lang,
            ),
          ),
        ]
      : []),
    ...(partly.length > 0
      ? [l.unfilledAtTimes(partly.map(([label, spans]) => `${label} ${times(spans)}`).join(', '))]
      : []),
  ]
}

/** Numbers of members by mode. Minutes frozen before a mode existed have no number for it. */
function countsOf(attendance: AttendanceSummary, of: readonly Mode[]) {
  const counted: Partial<Record<Mode, number>> = attendance
  return of.flatMap(mode => {
    const count = counted[mode] ?? 0
    return count > 0 ? [{ count, mode }] : []
  })
}

const presentModes = modes.filter(mode => !modeTable[mode].isRemote)
const sumOf = (counts: readonly { count: number }[]) =>
  counts.reduce((sum, { count }) => sum + count, 0)

function germanOpening(attendance: AttendanceSummary): string {
  const here = sumOf(countsOf(attendance, presentModes))
  const remote = countsOf(attendance, remoteModes).map(({ count, mode }) => ({
    count,
    word: sayIn('de')(`mode.${mode}`),
  }))
  const start = here > 0 && remote.length > 0 ? 'Zu der Hybridsitzung' : 'Zu der Sitzung'
  const inRoom =
    here === 0 ? 'ist kein Mitglied' : here === 1 ? 'ist 1 Mitglied' : `sind ${here} Mitglieder`
  if (remote.length === 0) return `${start} ${inRoom} in Präsenz anwesend.`
  const connected = `${listed(
    remote.map(r => `${r.count} ${r.word}`),
    'de',
  )} zugeschaltet`
  // both halves can share one verb only when it has the same number in both
  const sharesVerb = here > 1 || (here === 1 && remote.every(r => r.count === 1))
  if (sharesVerb) return `${start} ${inRoom} in Präsenz anwesend sowie ${connected}.`
  const each = listed(
    remote.map(r => `${r.count} ${r.count === 1 ? 'ist' : 'sind'} ${r.word}`),
    'de',
  )
  return `${start} ${inRoom} in Präsenz anwesend; ${each} zugeschaltet.`
}

function englishOpening(attendance: AttendanceSummary): string {
  const here = sumOf(countsOf(attendance, presentModes))
  const remote = countsOf(attendance, remoteModes)
  const kind = here > 0 && remote.length > 0 ? 'this hybrid meeting' : 'this meeting'
  const inRoom =
    here === 0
      ? 'no member was present on site'
      : here === 1
        ? '1 member was present on site'
        : `${here} members were present on site`
  if (remote.length === 0) return `At ${kind} ${inRoom}.`
  const connected = listed(
    remote.map(({ count, mode }) => `${count} ${sayIn('en')(`mode.${mode}`)}`),
    'en',
  )
  return `At ${kind} ${inRoom}; ${connected} ${sumOf(remote) === 1 ? 'was' : 'were'} connected.`
}

const openingIn = { de: germanOpening, en: englishOpening }

/**
 * Who was represented, who was missing and why, and the number of guests; empty parts are left out.
 */
function restOf(a: AttendanceSummary, lang: Lang): string[] {
  const say = sayIn(lang)
  const missing: readonly [AttendanceStatus, readonly string[]][] = [
    ['excused', a.excused],
    ['technicallyPrevented', a.technicallyPrevented],
    ['absentAfterAccepting', a.absent.filter(p => p.hadAccepted).map(p => p.name)],
    ['absentWithoutReply', a.absent.filter(p => !p.hadAccepted).map(p => p.name)],
    ['notRecorded', a.notRecorded],
  ]
  return [
    a.represented.length > 0 ? representedIn[lang](a.represented) : '',
    ...missing.map(([status, names]) =>
      names.length > 0 ? `${capital(say(`status.${status}`))}: ${names.join(', ')}.` : '',
    ),
    a.guests > 0 ? guestsIn[lang](a.guests) : '',
  ].filter(Boolean)
}

const representedIn: Record<Lang, (all: AttendanceSummary['represented']) => string> = {
  de: all =>
    `Vertreten ${all.length === 1 ? 'wird' : 'werden'} ${listed(
      all.map(r => `${r.name} durch ${r.by}`),
      'de',
    )}.`,
  en: all =>
    `${listed(
      all.map(r => `${r.name} was represented by ${r.by}`),
      'en',
    )}.`,
}

const guestsIn: Record<Lang, (count: number) => string> = {
  de: count =>
    count === 1 ? 'Außerdem ist 1 Gast anwesend.' : `Außerdem sind ${count} Gäste anwesend.`,
  en: count =>
    count === 1 ? '1 guest was present as well.' : `${count} guests were present as well.`,
}
