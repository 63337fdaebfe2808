import { useEffect, useState } from 'react'
import { useT } from '../i18n/i18n.ts'

/** longer than an answer takes when no request is queued */
const usualMs = 2_000

/** Says that requests are queued on the server, once an answer takes longer than usual. */
export function WaitingTurn({ isPending }: { isPending: boolean }) {
  const t = useT('accounts')
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    if (!isPending) return
    const timer = setTimeout(() => setLate(true), usualMs)
    return () => {
      clearTimeout(timer)
      setLate(false)
    }
  }, [isPending])
  return isLate ? <p role="status">{t('manyAtOnce')}</p> : null
}
