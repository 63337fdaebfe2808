import { useId, useLayoutEffect, useRef, type FormEvent, type ReactNode, type Ref } from 'react'
import { useT } from '../i18n/i18n.ts'
import { Button } from './Button.tsx'
import { classes } from './classes.ts'
import { ToastsInDialog } from './Toast.tsx'

/**
 * The browser's own dialog: focus stays inside and returns afterwards, Escape closes. Render it
 * only while it is open. With `onSubmit` its content is a form and Enter presses the main button.
 */
export function Dialog({
  title,
  children,
  actions,
  onClose,
  onSubmit,
  form,
  closeLabel,
  isWide = false,
}: {
  title: string
  children: ReactNode
  /** buttons, the main one last */
  actions?: ReactNode
  onClose: () => void
  onSubmit?: () => void
  form?: Ref<HTMLFormElement>
  /** where *Schließen* would be misread: *Noch nicht schließen* */
  closeLabel?: string
  isWide?: boolean
}) {
  const common = useT('common')
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  // a layout effect, because its cleanup must run while the dialog is still in the page; otherwise
  // the focus does not return
  useLayoutEffect(() => {
    const dialog = ref.current
    if (dialog && !dialog.open) {
      dialog.showModal()
      // focuses the field marked for it, or a text field that comes first; the browser would focus
      // the closing button
      const wished = dialog.querySelector<HTMLElement>('[data-autofocus]')
      const first = dialog.querySelector<HTMLElement>(
        '.kern-dialog__body :is(input, textarea, select, button, a[href])',
      )
      if (wished) wished.focus()
      else if (first?.matches('input:not([type=checkbox], [type=radio]), textarea')) first.focus()
    }
    return () => dialog?.close()
  }, [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation()
    onSubmit?.()
  }
  const content = (
    <>
      <div className="kern-dialog__header">
        <h2 id={titleId}>{title}</h2>
        <Button variant="tertiary" onClick={onClose}>
          {closeLabel ?? common('action.close')}
        </Button>
      </div>
      <div className="kern-dialog__body">{children}</div>
      {actions ? <div className="kern-dialog__footer">{actions}</div> : null}
    </>
  )
  return (
    <dialog
      ref={ref}
      className={classes('kern-dialog', isWide && 'wide')}
      aria-labelledby={titleId}
      onCancel={event => {
        event.preventDefault()
        onClose()
      }}
    >
      {onSubmit ? (
        <form ref={form} onSubmit={submit} noValidate className="col">
          {content}
        </form>
      ) : (
        content
      )}
      <ToastsInDialog />
    </dialog>
  )
}
