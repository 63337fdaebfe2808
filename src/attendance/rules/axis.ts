import { type Lang, wallTimeOf } from '../../lib/time.ts'
import { formatBeside } from '../../lib/timeWords.ts'

export type AxisTick = { atMs: number; text: string }

const minuteMs = 60_000
const dayMin = 1440
const stepsMin = [1 / 12, 1 / 4, 1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, dayMin]

/**
 * At most nine round wall times from `fromMs` (inclusive) to `untilMs` (exclusive): the axis of the
 * Anwesenheitsband on screen and paper. The first of another day shows its date. A clock change
 * makes a step shorter or longer.
 */
export function axisTicks(
  { fromMs, untilMs }: { fromMs: number; untilMs: number },
  { zone, lang }: { zone: string; lang: Lang },
): AxisTick[] {
  const lengthMin = (untilMs - fromMs) / minuteMs
  const stepMin =
    stepsMin.find(step => lengthMin / step <= 8) ?? Math.ceil(lengthMin / 8 / dayMin) * dayMin
  const stepMs = stepMin * minuteMs
  /** milliseconds since the clocks last showed a round time */
  const pastMs = (ms: number) => {
    const [hour = 0, minute = 0, second = 0] = wallTimeOf(ms, zone).time.split(':').map(Number)
    return (((hour * 60 + minute) * 60 + second) * 1000) % stepMs
  }
  /**
   * A clock change on the way (in some places by half an hour) can miss the round time, so this
   * repeats from there.
   */
  const roundUp = (ms: number) => {
    let atMs = ms
    for (let past = pastMs(atMs); past !== 0; past = pastMs(atMs)) atMs += stepMs - past
    return atMs
  }
  const after = (ms: number) => {
    const before = ms + stepMs - pastMs(ms + stepMs)
    return before > ms && pastMs(before) === 0 ? before : roundUp(ms + stepMs)
  }
  const ticks: AxisTick[] = []
  for (let atMs = roundUp(Math.ceil(fromMs / 1000) * 1000); atMs < untilMs; atMs = after(atMs)) {
    const beside = ticks.at(-1)?.atMs ?? fromMs
    const seconds = stepMs < minuteMs
    ticks.push({ atMs, text: formatBeside(atMs, { beside, zone, lang }, { seconds }) })
  }
  return ticks
}
