import { formatBeside, type Lang, wallTimeOf } from '../../lib/time.ts'

export type AxisTick = { atMs: number; text: string }

const minuteMs = 60_000
const dayMin = 1440
const stepsMin = [1 / 12, 1 / 4, 1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, dayMin]

/**
 * Round times of the zone's clocks from `fromMs` until before `untilMs`, at most nine: the axis of the Anwesenheitsband on
 * screen and on paper. The first of another day says its date. A step is shorter or longer where the clocks are changed.
 */
export function axisTicks(
  { fromMs, untilMs }: { fromMs: number; untilMs: number },
  { zone, lang }: { zone: string; lang: Lang },
): AxisTick[] {
  const lengthMin = (untilMs - fromMs) / minuteMs
  const stepMin =
    stepsMin.find(step => lengthMin / step <= 8) ?? Math.ceil(lengthMin / 8 / dayMin) * dayMin
  const stepMs = stepMin * minuteMs
  /** how long ago the clocks showed a round time */
  const pastMs = (ms: number) => {
    const [hour = 0, minute = 0, second = 0] = wallTimeOf(ms, zone).time.split(':').map(Number)
    return (((hour * 60 + minute) * 60 + second) * 1000) % stepMs
  }
  /** a change of the clocks on the way, by half an hour in places, leads past the round time: then again from there */
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
