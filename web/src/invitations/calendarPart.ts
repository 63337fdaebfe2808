import { resolveWallTime } from '../../../src/lib/time.ts'

/**
 * The calendar part of a mail for reading. A moment is null when the part gives none, or one that
 * clocks do not show.
 */
export type CalendarPart = {
  summary: string
  startsAt: Date | null
  endsAt: Date | null
  location: string
  url: string
  sequence: number
  /** minutes before the beginning at which the calendar reminds */
  alarmMin: number | null
}

type Line = { name: string; params: Record<string, string>; value: string }

/** Reads the single event our mails contain (RFC 5545 §3.1, §3.3.11); null when there is none. */
export function readCalendarPart(ics: string): CalendarPart | null {
  const lines = linesOf(ics)
  const begin = lines.findIndex(line => line.name === 'BEGIN' && line.value === 'VEVENT')
  if (begin < 0) return null
  const rest = lines.slice(begin + 1)
  const inner = rest.findIndex(line => line.name === 'BEGIN')
  const end = rest.findIndex(line => line.name === 'END')
  const own = rest.slice(0, inner >= 0 && inner < end ? inner : end)
  const text = (name: string) => unescaped(own.find(line => line.name === name)?.value ?? '')
  const trigger = /^-PT(\d+)M$/.exec(rest.find(line => line.name === 'TRIGGER')?.value ?? '')
  return {
    summary: text('SUMMARY'),
    startsAt: momentOf(own.find(line => line.name === 'DTSTART')),
    endsAt: momentOf(own.find(line => line.name === 'DTEND')),
    location: text('LOCATION'),
    url: own.find(line => line.name === 'URL')?.value ?? '',
    sequence: Number(text('SEQUENCE')),
    alarmMin: trigger ? Number(trigger[1]) : null,
  }
}

function linesOf(ics: string): Line[] {
  return ics
    .replaceAll(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
    .flatMap(line => {
      const match = /^([A-Z-]+)((?:;[^:;=]+=(?:"[^"]*"|[^:;]*))*):(.*)$/.exec(line)
      if (!match) return []
      const [, name = '', params = '', value = ''] = match
      const pairs = [...params.matchAll(/;([^:;=]+)=("[^"]*"|[^:;]*)/g)].map(pair => [
        pair[1] ?? '',
        (pair[2] ?? '').replaceAll('"', ''),
      ])
      return [{ name, params: Object.fromEntries(pairs) as Record<string, string>, value }]
    })
}

function momentOf(line: Line | undefined): Date | null {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(Z?)$/.exec(line?.value ?? '')
  if (!line || !match) return null
  const [, year, month, day, hour, minute, second, utc] = match
  const date = `${year}-${month}-${day}`
  const time = `${hour}:${minute}:${second}`
  const zone = line.params.TZID
  if (utc || !zone) return utc ? new Date(`${date}T${time}Z`) : null
  const resolved = resolveWallTime({ date, time, zone })
  // calendars take a time that exists twice as the first one (RFC 5545 §3.3.5)
  return resolved.kind === 'exact'
    ? resolved.at
    : resolved.kind === 'ambiguous'
      ? resolved.earlier
      : null
}

function unescaped(text: string): string {
  return text.replaceAll(/\\([\\;,nN])/g, (_all, char: string) =>
    char === 'n' || char === 'N' ? '\n' : char,
  )
}
