import type { ReactNode } from 'react'
import { useT } from '../i18n/i18n.ts'
import { Button, type ButtonLook } from '../ui/Button.tsx'
import { isAboutForm } from './fields.ts'
import { FormProblem } from './FormProblem.tsx'
import { LeavingQuestion, type Leaving } from './leaving.tsx'
import type { Save } from './useSave.ts'

/** The button that sends a form, by default *Speichern*. */
export type Main = ButtonLook & {
  label?: string
  /** text while the form is being sent */
  busy?: string
  disabledReason?: string | null
}

/** A form within a page. Its fields are the children; everything else is the same for all forms. */
export function InlineForm<In, Out>({
  save,
  value,
  main,
  className = 'stack',
  leaving,
  onCancel,
  children,
}: {
  save: Save<In, Out>
  /** the value to send; null while something is missing or wrong */
  value: In | null
  main?: Main
  className?: string
  /** asks before closing where that could lose what was entered */
  leaving?: Leaving
  onCancel?: () => void
  children: ReactNode
}) {
  const common = useT('common')
  return (
    <form
      ref={save.form}
      className={className}
      noValidate
      onSubmit={event => {
        event.preventDefault()
        save.submit(value)
      }}
    >
      {children}
      <SaveProblem save={save} />
      {leaving?.isAsking ? (
        <LeavingQuestion leaving={leaving} />
      ) : (
        <div className="row wrap">
          <SubmitButton save={save} main={main} />
          {onCancel ? <Button onClick={onCancel}>{common('action.cancel')}</Button> : null}
        </div>
      )}
    </form>
  )
}

export function SubmitButton<In, Out>({
  save,
  main: { label, busy, disabledReason, ...look } = {},
}: {
  save: Save<In, Out>
  main: Main | undefined
}) {
  const common = useT('common')
  return (
    <Button
      type="submit"
      variant="primary"
      {...look}
      busy={save.isBusy && (busy ?? common('ui.saving'))}
      disabledReason={disabledReason}
    >
      {label ?? common('action.save')}
    </Button>
  )
}

/** The error of a form, unless a field shows it. */
export function SaveProblem<In, Out>({ save }: { save: Save<In, Out> }) {
  return isAboutForm(save.error) ? <FormProblem error={save.error} text={save.errorText} /> : null
}
