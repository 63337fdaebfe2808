import { lazy } from 'react'

/** Dialogs that most visits never open, in files of their own; closing is fetched beforehand by whoever may do it. */
const closing = () => import('./CloseDialog.tsx')

export const CloseDialog = lazy(async () => ({ default: (await closing()).CloseDialog }))
export const CancelDialog = lazy(async () => ({
  default: (await import('./CancelDialog.tsx')).CancelDialog,
}))
export const OpenEarlyDialog = lazy(async () => ({
  default: (await import('./OpenEarlyDialog.tsx')).OpenEarlyDialog,
}))

/** A file that did not come is asked for again when it is shown. */
export const fetchClosing = () => void closing().catch(() => {})
