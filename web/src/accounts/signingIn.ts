import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'

/**
 * After signing in: clears data that was loaded for somebody else and opens the page that was asked
 * for.
 */
export function useEnter(): (target?: string) => Promise<void> {
  const queries = useQueryClient()
  const router = useRouter()
  return async target => {
    queries.clear()
    router.history.replace(target ?? '/')
  }
}
