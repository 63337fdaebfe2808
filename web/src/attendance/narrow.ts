import { useSyncExternalStore } from 'react'

/**
 * True on screens too narrow for all columns: the function is then below the name, total and source
 * below the times.
 */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(
    listener => {
      narrow.addEventListener('change', listener)
      return () => narrow.removeEventListener('change', listener)
    },
    () => narrow.matches,
  )
}

const narrow = window.matchMedia('(max-width: 1100px)')
