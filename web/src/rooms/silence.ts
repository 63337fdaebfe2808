import { useEffect, useState } from 'react'

const everyMs = 4_000
const withinMs = 3_000

/**
 * Whether the media server does not answer. The SDK notices only after a quarter of a minute, and
 * by then people should be on the phone already. Does nothing while `url` is undefined.
 */
export function useSilence(url: string | undefined): boolean {
  const [isSilent, setSilent] = useState(false)
  useEffect(() => {
    if (!url) return
    let isCurrent = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const ask = async () => {
      clearTimeout(timer)
      const answers = await fetch(url.replace(/^ws/, 'http'), {
        mode: 'no-cors',
        cache: 'no-store',
        credentials: 'omit',
        signal: AbortSignal.timeout(withinMs),
      }).then(
        () => true,
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
  }, [url])
  return isSilent
}
