import { useEffect } from 'react'

/**
 * Keeps the screen on, because a sleeping phone leaves the meeting. Browsers drop the lock when the
 * page is hidden, so it is taken again.
 */
export function useAwake(isWanted: boolean): void {
  useEffect(() => {
    if (!isWanted || !('wakeLock' in navigator)) return
    let isCurrent = true
    let lock: WakeLockSentinel | undefined
    const ask = async () => {
      if (document.visibilityState !== 'visible') return
      // refused on a low battery; then the device decides
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
