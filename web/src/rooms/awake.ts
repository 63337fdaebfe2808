import { useEffect } from 'react'

/** A telephone that goes to sleep leaves the meeting; browsers forget the wish whenever the page was hidden. */
export function useAwake(isWanted: boolean): void {
  useEffect(() => {
    if (!isWanted || !('wakeLock' in navigator)) return
    let isCurrent = true
    let lock: WakeLockSentinel | undefined
    const ask = async () => {
      if (document.visibilityState !== 'visible') return
      // refused on a low battery, which is the device's own decision
      lock = await navigator.wakeLock.request('screen').catch(() => undefined)
      if (!isCurrent) void lock?.release()
    }
    void ask()
    document.addEventListener('visibilitychange', ask)
    return () => {
      isCurrent = false
      document.removeEventListener('visibilitychange', ask)
      void lock?.release()
    }
  }, [isWanted])
}
