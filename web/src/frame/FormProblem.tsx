import { ApiError } from '../api.ts'
import { useHotline } from '../hotline.tsx'
import { useT } from '../i18n/i18n.ts'
import { useErrorText } from './Loaded.tsx'

/**
 * The error of a form, beside its button: what happened, whom to call, and the request id that is
 * in the log.
 */
export function FormProblem({ error, text }: { error: unknown; text?: string | undefined }) {
  const common = useT('common')
  const errorText = useErrorText()
  const hotline = useHotline()
  if (error === null || error === undefined) return null
  const isOurs = !(error instanceof ApiError) || error.status >= 500 || error.code === 'offline'
  const requestId = error instanceof ApiError ? error.requestId : null
  return (
    <div role="alert" className="form-problem">
      <p className="bad-text">
        <b>{text ?? errorText(error)}</b>
      </p>
      {isOurs ? (
        <p className="secondary soft">
          {[
            requestId ? common('problem.requestId', { id: requestId }) : '',
            hotline ? common('problem.call', { number: hotline }) : '',
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      ) : null}
    </div>
  )
}
