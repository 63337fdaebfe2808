import type { ReactNode } from 'react'
import { ApiError } from '../api.ts'
import { useHotline } from '../hotline.tsx'
import { useT } from '../i18n/i18n.ts'
import { Button, CallLink } from '../ui/Button.tsx'
import { LoadingState } from '../ui/states.tsx'

/** The sentence for each error code. */
export function useErrorText(): (error: unknown) => string {
  const common = useT('common')
  return error => {
    if (!(error instanceof ApiError)) return common('error.internal')
    const { retryAfterS } = error.details
    const wait =
      typeof retryAfterS !== 'number'
        ? common('ui.someMinutes')
        : retryAfterS < 100
          ? common('ui.seconds', { count: retryAfterS })
          : common('ui.minutes', { count: Math.ceil(retryAfterS / 60) })
    return common(`error.${error.code}`, { wait })
  }
}

/** An error with what to do, whom to call, and the request id that is in the log. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const common = useT('common')
  const text = useErrorText()
  const hotline = useHotline()
  // who has no permission made no mistake and cannot mend it
  if (error instanceof ApiError && error.code === 'forbidden')
    return <p className="state soft">{text(error)}</p>
  const requestId = error instanceof ApiError ? error.requestId : null
  return (
    <div className="state error" role="alert">
      <p className="what">
        {common('problem.title')} {text(error)}
      </p>
      <p>{requestId ? common('problem.todo') : common('problem.todoCall')}</p>
      <p className="secondary soft">
        {[
          requestId ? common('problem.requestId', { id: requestId }) : '',
          hotline ? common('problem.call', { number: hotline }) : '',
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <div className="row wrap">
        {onRetry ? <Button onClick={onRetry}>{common('action.retry')}</Button> : null}
        {hotline ? <CallLink number={hotline}>{common('action.call')}</CallLink> : null}
      </div>
    </div>
  )
}

/** The part of a query that is used here. */
type Asked<D> = { data: D | undefined; isError: boolean; error: unknown; refetch: () => unknown }

/**
 * Shows a query as loading, failed or loaded. Loaded data stays shown while the connection is lost.
 */
export function Loaded<D>({
  query,
  what,
  children,
}: {
  query: Asked<D>
  what: string
  children: (loaded: D) => ReactNode
}) {
  if (query.data !== undefined) return children(query.data)
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  return <LoadingState what={what} />
}

/** Shows two queries together, once both are loaded. Trying again repeats the one that failed. */
export function together<A, B>(a: Asked<A>, b: Asked<B>): Asked<[A, B]> {
  const failed = [a, b].filter(each => each.isError)
  return {
    data: a.data === undefined || b.data === undefined ? undefined : [a.data, b.data],
    isError: failed.length > 0,
    error: failed[0]?.error,
    refetch: () => failed.forEach(each => void each.refetch()),
  }
}
