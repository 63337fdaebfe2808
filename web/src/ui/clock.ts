import { useSyncExternalStore } from 'react'

/**
 * How far the server's clock is ahead of this device's, between these bounds in milliseconds;
 * nothing is known before the first answer.
 */
let least = 0
let most = 0
let isKnown = false
let wrongByMin = 0
const listeners = new Set<() => void>()

/**
 * Learns the server's time from an answer's Date header, which has whole seconds (RFC 9110 §6.6.1);
 * the bounds narrow with each answer.
 */
export function noteServerTime(answer: Response, sentAtMs: number): void {
  const at = Date.parse(answer.headers.get('date') ?? '')
  if (Number.isNaN(at)) return
  const [low, high] = [at - Date.now(), at + 1000 - sentAtMs]
  // outside the known bounds, one of the clocks was set
  const isNews = !isKnown || low > most || high < least
  least = isNews ? low : Math.max(least, low)
  most = isNews ? high : Math.min(most, high)
  isKnown = true
  const offMs = aheadMs()
  const next = Math.abs(offMs) < toleratedMs ? 0 : Math.round(-offMs / 60_000)
  if (next === wrongByMin) return
  wrongByMin = next
  for (const listener of listeners) listener()
}

const toleratedMs = 60_000

// small differences are those of the network and of whole seconds
const aheadMs = () => (least <= 0 && most >= 0 ? 0 : (least + most) / 2)

/** The server's time of this moment, which may differ from the device's. */
export const serverNow = (): number => Date.now() + aheadMs()

/** The server's time when this device's clock showed `deviceMs`. */
export const onServer = (deviceMs: number): number => deviceMs + aheadMs()

/** Minutes by which the device's clock is ahead of the server's, behind below zero; 0: up to one. */
export function useWrongClock(): number {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => wrongByMin,
  )
}
