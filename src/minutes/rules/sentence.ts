import type { Lang } from '../../lib/time.ts'
import type { AttendanceSummary, Minutes } from '../contract.ts'
import { labels } from './labels.ts'
import { listed, modeWords, timeSpan } from './words.ts'

/**
 * The sentence that says how the staff met: members by mode, then who was represented, excused, prevented, absent or not
 * recorded. Nothing is said about a quorum, because a crisis staff has none.
 */
export function hybridSentence(minutes: Pick<Minutes, 'attendance'>, lang: Lang): string {
  const attendance = minutes.attendance
  const opening = lang === 'de' ? germanOpening(attendance) : englishOpening(attendance)
  return [opening, ...(lang === 'de' ? germanRest(attendance) : englishRest(attendance))].join(' ')
}

/**
 * Which required functions nobody filled: one line for those unfilled throughout, one for the others with their times. One
 * sentence when all were filled, nothing when the staff has no required function.
 */
export function coverageLines(
  { gaps, blocks, zone }: Pick<Minutes, 'gaps' | 'blocks' | 'zone'>,
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
      spans.map(gap => timeSpan(gap.from, gap.until, zone)),
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

function germanOpening({ onSite, video, phone }: AttendanceSummary): string {
  const remote = [
    ...(video > 0 ? [{ count: video, word: modeWords.de.video }] : []),
    ...(phone > 0 ? [{ count: phone, word: modeWords.de.phone }] : []),
  ]
  const isHybrid = onSite > 0 && remote.length > 0
  const start = isHybrid ? 'Zu der Hybridsitzung' : 'Zu der Sitzung'
  const here =
    onSite === 0
      ? 'ist kein Mitglied'
      : onSite === 1
        ? 'ist 1 Mitglied'
        : `sind ${onSite} Mitglieder`
  if (remote.length === 0) return `${start} ${here} in Präsenz anwesend.`
  const connected = `${remote.map(r => `${r.count} ${r.word}`).join(' und ')} zugeschaltet`
  // one verb serves both halves only when it has the right number for both
  const sharesVerb = onSite > 1 || (onSite === 1 && remote.every(r => r.count === 1))
  if (sharesVerb) return `${start} ${here} in Präsenz anwesend sowie ${connected}.`
  const each = remote
    .map(r => `${r.count} ${r.count === 1 ? 'ist' : 'sind'} ${r.word}`)
    .join(' und ')
  return `${start} ${here} in Präsenz anwesend; ${each} zugeschaltet.`
}

function englishOpening({ onSite, video, phone }: AttendanceSummary): string {
  const remote = [
    ...(video > 0 ? [`${video} by video`] : []),
    ...(phone > 0 ? [`${phone} by phone`] : []),
  ]
  const kind = onSite > 0 && remote.length > 0 ? 'this hybrid meeting' : 'this meeting'
  const here =
    onSite === 0
      ? 'no member was present on site'
      : onSite === 1
        ? '1 member was present on site'
        : `${onSite} members were present on site`
  if (remote.length === 0) return `At ${kind} ${here}.`
  const verb = video + phone === 1 ? 'was' : 'were'
  return `At ${kind} ${here}; ${remote.join(' and ')} ${verb} connected.`
}

function germanRest(a: AttendanceSummary): string[] {
  const absent = a.absent.filter(p => !p.hadAccepted).map(p => p.name)
  const absentAfterAccepting = a.absent.filter(p => p.hadAccepted).map(p => p.name)
  return [
    ...(a.represented.length > 0
      ? [
          `Vertreten ${a.represented.length === 1 ? 'wird' : 'werden'} ${listed(
            a.represented.map(r => `${r.name} durch ${r.by}`),
            'de',
          )}.`,
        ]
      : []),
    ...named('Entschuldigt', a.excused),
    ...named('Technisch verhindert', a.technicallyPrevented),
    ...named('Abwesend (hatte zugesagt)', absentAfterAccepting),
    ...named('Abwesend ohne Rückmeldung', absent),
    ...named('Nicht erfasst', a.notRecorded),
    ...(a.guests > 0
      ? [
          a.guests === 1
            ? 'Außerdem ist 1 Gast anwesend.'
            : `Außerdem sind ${a.guests} Gäste anwesend.`,
        ]
      : []),
  ]
}

function englishRest(a: AttendanceSummary): string[] {
  const absent = a.absent.filter(p => !p.hadAccepted).map(p => p.name)
  const absentAfterAccepting = a.absent.filter(p => p.hadAccepted).map(p => p.name)
  return [
    ...(a.represented.length > 0
      ? [
          `${listed(
            a.represented.map(r => `${r.name} was represented by ${r.by}`),
            'en',
          )}.`,
        ]
      : []),
    ...named('Excused', a.excused),
    ...named('Prevented by technical trouble', a.technicallyPrevented),
    ...named('Absent (had accepted)', absentAfterAccepting),
    ...named('Absent without reply', absent),
    ...named('Not recorded', a.notRecorded),
    ...(a.guests > 0
      ? [
          a.guests === 1
            ? '1 guest was present as well.'
            : `${a.guests} guests were present as well.`,
        ]
      : []),
  ]
}

function named(word: string, names: readonly string[]): string[] {
  return names.length > 0 ? [`${word}: ${names.join(', ')}.`] : []
}
