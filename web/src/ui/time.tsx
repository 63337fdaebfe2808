import { createContext, useContext, useEffect, useState, type ReactNode } from 'react'
import { showsSameTime, type Instant } from '../../../src/lib/time.ts'
import {
  formatBeside,
  formatBesideNow,
  formatDate,
  formatDateTime,
  formatDay,
  formatDayAndTime,
  formatDuration,
  formatShortDay,
  formatSpoken,
  momentBeside,
  shortSpan,
  type DateStyle,
} from '../../../src/lib/timeWords.ts'
import { useLang, useT } from '../i18n/i18n.ts'
import { serverNow } from './clock.ts'

const Zone = createContext('Europe/Berlin')
const Day = createContext<Instant | null>(null)

/**
 * All times below are shown in this IANA zone, never in the device's. `day`: the day the page names
 * above them; null: today.
 */
export function ZoneProvider({
  zone,
  day = null,
  children,
}: {
  zone: string
  day?: Instant | null
  children: ReactNode
}) {
  return (
    <Zone value={zone}>
      <Day value={day}>{children}</Day>
    </Zone>
  )
}

export function useZone(): string {
  return useContext(Zone)
}

/** The formats of lib/time.ts in the zone and language of the page. */
export function useFormat() {
  const zone = useZone()
  const day = useContext(Day)
  const { lang } = useLang()
  const known = (beside: Instant | null = day) => ({ beside: beside ?? serverNow(), zone, lang })
  return {
    zone,
    lang,
    /**
     * with its date when that is not the day of the page; on a page without one when it is further
     * than a night from now
     */
    time: (at: Instant, beside?: Instant) =>
      beside === undefined && day === null
        ? formatBesideNow(at, known())
        : formatBeside(at, known(beside)),
    /** within a sentence: *um 09:10 Uhr* */
    moment: (at: Instant) => momentBeside(at, known()),
    seconds: (at: Instant) =>
      day === null
        ? formatBesideNow(at, known(), { seconds: true })
        : formatBeside(at, known(), { seconds: true }),
    date: (at: Instant, style: DateStyle | 'medium' = 'long') =>
      style === 'medium' ? formatDay(at, known(null)) : formatDate(at, zone, lang, style),
    shortDay: (at: Instant) => formatShortDay(at, zone, lang),
    dateTime: (at: Instant, style: DateStyle | 'medium' = 'long') =>
      style === 'medium'
        ? formatDayAndTime(at, known(null))
        : formatDateTime(at, zone, lang, style),
    spoken: (at: Instant, now: Instant = serverNow()) => formatSpoken(at, now, zone, lang),
    duration: formatDuration,
    range: (from: Instant, until: Instant, beside?: Instant) =>
      shortSpan(from, until, known(beside)),
  }
}

/** A moment in spoken words, with the exact time as title and in machine-readable form. */
export function Time({
  at,
  as = 'time',
}: {
  at: Instant
  as?: 'time' | 'seconds' | 'date' | 'dateTime' | 'spoken'
}) {
  const format = useFormat()
  useNow(as === 'spoken' ? 60_000 : null)
  const iso = new Date(at).toISOString()
  return (
    <time
      dateTime={iso}
      title={`${format.dateTime(at)} (${format.zone})`}
      className={as === 'time' || as === 'seconds' ? 'nowrap' : undefined}
    >
      {format[as](at)}
    </time>
  )
}

/**
 * The current time, renewed every `everyMs`; null: never. Renewals fall on multiples of `everyMs`,
 * so that all clocks of a page change together.
 */
export function useNow(everyMs: number | null): number {
  const [nowMs, setNow] = useState(() => serverNow())
  useEffect(() => {
    if (everyMs === null) return
    let timer: ReturnType<typeof setTimeout>
    const next = () => {
      timer = setTimeout(
        () => {
          setNow(serverNow())
          next()
        },
        everyMs - (serverNow() % everyMs) + 5,
      )
    }
    next()
    return () => clearTimeout(timer)
  }, [everyMs])
  return nowMs
}

/** The time since (or until) a moment, kept current. */
export function Elapsed({ sinceMs, untilMs }: { sinceMs: number; untilMs?: number | null }) {
  const nowMs = useNow(untilMs == null ? 10_000 : null)
  return <>{formatDuration((untilMs ?? nowMs) - sinceMs)}</>
}

/** Says that the device's clock shows another time than the page. */
export function ZoneNotice() {
  const common = useT('common')
  const zone = useZone()
  const device = Intl.DateTimeFormat().resolvedOptions().timeZone
  if (showsSameTime(serverNow(), zone, device)) return null
  return <p className="secondary soft">{common('ui.zoneDiffers', { zone, device })}</p>
}
