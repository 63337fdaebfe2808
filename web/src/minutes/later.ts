import { lazy } from 'react'

/** What the minutes of a closed meeting never show, and the other way round. */
export const BeforeClose = lazy(async () => ({
  default: (await import('./BeforeClose.tsx')).BeforeClose,
}))
/** The document's words and rules are those of the print, which a meeting that still runs does not need. */
export const MinutesDocument = lazy(async () => ({
  default: (await import('./MinutesDocument.tsx')).MinutesDocument,
}))
// most visits never open these
export const ReleaseDialog = lazy(async () => ({
  default: (await import('./ReleaseDialog.tsx')).ReleaseDialog,
}))
export const TakerDialog = lazy(async () => ({
  default: (await import('./TakerDialog.tsx')).TakerDialog,
}))
