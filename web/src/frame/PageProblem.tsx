import { ApiError } from '../api.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/states.tsx'
import { ErrorState } from './Loaded.tsx'

/** Replaces a page that failed: a request failed, or its files were replaced by a newer version. */
export function PageProblem({ error, reset }: { error: unknown; reset: () => void }) {
  const common = useT('common')
  if (error instanceof ApiError && error.code === 'unauthenticated') return null
  const isOldVersion =
    error instanceof Error &&
    !(error instanceof ApiError) &&
    /dynamically imported module|module script/i.test(error.message)
  return (
    <div className="page">
      {isOldVersion ? (
        <EmptyState
          title={common('problem.newVersion')}
          action={
            <Button variant="primary" onClick={() => window.location.reload()}>
              {common('action.reload')}
            </Button>
          }
        />
      ) : (
        <ErrorState error={error} onRetry={reset} />
      )}
    </div>
  )
}
