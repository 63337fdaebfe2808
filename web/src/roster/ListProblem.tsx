import { ApiError } from '../api.ts'
import { FormProblem } from '../frame/FormProblem.tsx'
import { useT } from '../i18n/i18n.ts'
import { listFaultOf } from './importList.ts'

/** What is wrong with the file as a whole, or with the request. */
export function ListProblem({ error }: { error: unknown }) {
  const t = useT('roster')
  const fault = listFaultOf(error)
  if (!fault) {
    const isOutdated = error instanceof ApiError && error.code === 'conflict'
    return <FormProblem error={error} text={isOutdated ? t('importing.outdated') : undefined} />
  }
  return (
    <div role="alert" className="form-problem">
      <p className="bad-text">
        <b>{t(`importing.fault.${fault.fault}`, { value: fault.value })}</b>
      </p>
      <p className="soft">{t('importing.nothingChanged')}</p>
    </div>
  )
}
