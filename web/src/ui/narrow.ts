import { useSyncExternalStore } from 'react'

/**
 * True on screens too narrow for all columns: the function is then below the name, total and source
 * below the times.
 */
export const useIsNarrow = (): boolean => useMatches(narrow)

/** True on phones held upright, where a page is one column of short lines. */
export const useIsPhone = (): boolean => useMatches(phone)

function useMatches(query: MediaQueryList): boolean {
  return useSyncExternalStore(
    listener => {
      query.addEventListener('change', listener)
      return () => query.removeEventListener('change', listener)
    },
    () => query.matches,
  )
}

const narrow = window.matchMedia('(max-width: 1100px)')
const phone = window.matchMedia('(max-width: 639px)')
