import type { LoadReading } from './processes/load.ts'
import type { Program } from './stage.ts'

export type Rates = { ratio: number; ours: Side; raw: Side; ratios: number[] }
/** requests until the compiler has optimised a program */
const warmUp = 8_000
type Side = { perSecond: number; p50Ms: number; p99Ms: number }

/**
 * Sends the same load to both servers in turns, so that other work of the machine affects both
 * alike, and compares each pair of turns. The first turn of each only warms up, with the same
 * length in a small sample. Throws when an answer is not 200.
 */
export async function compareRates(
  load: Program,
  servers: { ours: string; raw: string },
  {
    rounds,
    each,
    connections = 32,
    requestsFor,
  }: {
    rounds: number
    each: number
    connections?: number
    requestsFor: (address: string, count: number) => string[]
  },
): Promise<Rates> {
  const fire = async (address: string, count: number): Promise<LoadReading> => {
    const reading = await load.ask<LoadReading>('fire', {
      port: Number(new URL(address).port),
      requests: requestsFor(address, count),
      connections,
      mostMs: 20_000,
    })
    const wrong = Object.entries(reading.statuses).filter(([status]) => status !== '200')
    if (wrong.length > 0 || reading.done === 0)
      throw new Error(`Answers other than 200: ${JSON.stringify(reading.statuses)}`)
    return reading
  }
  const readings = { ours: [] as LoadReading[], raw: [] as LoadReading[] }
  for (let round = 0; round <= rounds; round++) {
    for (const side of round % 2 === 0 ? (['ours', 'raw'] as const) : (['raw', 'ours'] as const)) {
      const reading = await fire(servers[side], round === 0 ? Math.max(each, warmUp) : each)
      if (round > 0) readings[side].push(reading)
    }
  }
  const ratios = readings.ours.map((ours, i) => perSecond(ours) / perSecond(readings.raw[i]!)) // both have as many turns
  return {
    ratio: median(ratios),
    ours: sideOf(readings.ours),
    raw: sideOf(readings.raw),
    ratios: ratios.map(ratio => Number(ratio.toFixed(3))),
  }
}

const perSecond = ({ done, seconds }: LoadReading) => done / seconds

function sideOf(readings: LoadReading[]): Side {
  const latencies = readings.flatMap(reading => reading.latenciesMs)
  return {
    perSecond: Math.round(median(readings.map(perSecond))),
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
  }
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/**
 * The smallest value that at least the share `q` of all values does not exceed, rounded to 0.0001.
 */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const value = sorted[Math.max(0, Math.ceil(sorted.length * q) - 1)] ?? Number.NaN
  return Math.round(value * 10_000) / 10_000
}
