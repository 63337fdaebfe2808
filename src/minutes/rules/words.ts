import type { AttendanceStatus, SignalSource } from '../../attendance/contract.ts'
import type { Mode } from '../../lib/modes.ts'
import { formatTime, type Lang } from '../../lib/time.ts'

/** The staff room's words for the values of an attendance; the same in minutes, exports and their pictures. */
export const modeWords: Record<Lang, Record<Mode, string>> = {
  de: { onSite: 'vor Ort', video: 'virtuell', phone: 'telefonisch' },
  en: { onSite: 'on site', video: 'by video', phone: 'by phone' },
}

export const statusWords: Record<Lang, Record<AttendanceStatus, string>> = {
  de: {
    present: 'anwesend',
    partlyPresent: 'zeitweise anwesend',
    represented: 'vertreten',
    excused: 'entschuldigt',
    technicallyPrevented: 'technisch verhindert',
    absentAfterAccepting: 'abwesend (hatte zugesagt)',
    absentWithoutReply: 'abwesend ohne Rückmeldung',
    notRecorded: 'nicht erfasst',
  },
  en: {
    present: 'present',
    partlyPresent: 'present part of the time',
    represented: 'represented',
    excused: 'excused',
    technicallyPrevented: 'prevented by technical trouble',
    absentAfterAccepting: 'absent (had accepted)',
    absentWithoutReply: 'absent without reply',
    notRecorded: 'not recorded',
  },
}

export const sourceWords: Record<Lang, Record<SignalSource, string>> = {
  de: { mediaServer: 'Video', desk: 'Empfang', self: 'selbst' },
  en: { mediaServer: 'video', desk: 'front desk', self: 'self' },
}

/** Both ends as clock times; with seconds when they fall into one minute, so that no stay reads as nothing. */
export function clockTimes(
  from: string | number,
  until: string | number,
  zone: string,
): { from: string; until: string } {
  const seconds = formatTime(from, zone) === formatTime(until, zone)
  return { from: formatTime(from, zone, { seconds }), until: formatTime(until, zone, { seconds }) }
}

/** `08:31–09:21` */
export function timeSpan(from: string | number, until: string | number, zone: string): string {
  const times = clockTimes(from, until, zone)
  return `${times.from}–${times.until}`
}
