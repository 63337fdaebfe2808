import type { ReactNode } from 'react'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { LeavingQuestion, useLeaving } from './leaving.tsx'
import { SaveProblem, SubmitButton, type Main } from './InlineForm.tsx'
import type { Save } from './useSave.ts'

/** A dialog with a form. Its fields are the children; everything else is the same for all forms. */
export function FormDialog<In, Out>({
  title,
  save,
  value,
  entered,
  main,
  closeLabel,
  hasCancel = closeLabel === undefined,
  isWide,
  effect,
  onClose,
  children,
}: {
  title: string
  save: Save<In, Out>
  /** the value to send; null while something is missing or wrong */
  value: In | null
  /** the values that closing would lose; null when a draft keeps them */
  entered: unknown
  main?: Main
  /**
   * label of the closing button where *Schließen* would be misread, as in *Sitzung absagen?*; then
   * there is no *Abbrechen*
   */
  closeLabel?: string
  hasCancel?: boolean
  isWide?: boolean
  /** what the main button will do; stays in sight above it while the fields scroll */
  effect?: ReactNode
  onClose: () => void
  children: ReactNode
}) {
  const common = useT('common')
  const leaving = useLeaving(entered, onClose)
  return (
    <Dialog
      title={title}
      form={save.form}
      onClose={leaving.leave}
      onSubmit={() => save.submit(value)}
      {...(closeLabel === undefined ? {} : { closeLabel })}
      {...(isWide === undefined ? {} : { isWide })}
      actions={
        leaving.isAsking ? (
          <LeavingQuestion leaving={leaving} />
        ) : (
          <>
            {effect ? <div className="effect">{effect}</div> : null}
            {hasCancel ? <Button onClick={onClose}>{common('action.cancel')}</Button> : null}
            <SubmitButton save={save} main={main} />
          </>
        )
      }
    >
      {children}
      <SaveProblem save={save} />
    </Dialog>
  )
}
