import { alivePath } from './gate.ts'
import { useEffect, useState } from 'react'

const everyMs = 4_000
const withinMs = 3_000

/**
 * Whether the media server does not answer. The SDK notices only after a quarter of a minute, and
 * by then people should be on the phone already. Asks only while `isOn`.
 */
export function useSilence(isOn: boolean): boolean {
  const [isSilent, setSilent] = useState(false)
  useEffect(() => {
    if (!isOn) return
    let isCurrent = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const ask = async () => {
      clearTimeout(timer)
      const answers = await fetch(alivePath, {
        cache: 'no-store',
        credentials: 'omit',
        signal: AbortSignal.timeout(withinMs),
      }).then(
        answer => answer.ok,
        () => false,
      )
      if (!isCurrent) return
      setSilent(!answers)
      clearTimeout(timer)
      timer = setTimeout(ask, everyMs)
    }
    timer = setTimeout(ask, everyMs)
    window.addEventListener('offline', ask)
    window.addEventListener('online', ask)
    return () => {
      isCurrent = false
      clearTimeout(timer)
      window.removeEventListener('offline', ask)
      window.removeEventListener('online', ask)
      setSilent(false)
    }
  }, [isOn])
  return isSilent
}
