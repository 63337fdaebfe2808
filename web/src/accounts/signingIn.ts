import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'

/** Once signed in: nothing that was loaded for somebody else stays, and the page that was wanted opens. */
export function useEnter(): (target?: string) => Promise<void> {
  const queries = useQueryClient()
  const router = useRouter()
  return async target => {
    queries.clear()
    router.history.replace(target ?? '/')
  }
}
