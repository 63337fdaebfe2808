import { lazy } from 'react'

/** Parts that not everybody needs at once, in files of their own; asked for beforehand where they may be needed in a hurry. */
const convening = () => import('./ConveneDialog.tsx')
const replying = () => import('./ReplyDialog.tsx')
const first = () => import('./FirstSteps.tsx')
const roles = () => import('./RolePanels.tsx')

export const ConveneDialog = lazy(async () => ({ default: (await convening()).ConveneDialog }))
export const ReplyDialog = lazy(async () => ({ default: (await replying()).ReplyDialog }))
export const FirstSteps = lazy(async () => ({ default: (await first()).FirstSteps }))
export const NoStaff = lazy(async () => ({ default: (await roles()).NoStaff }))
export const RecordsPanel = lazy(async () => ({ default: (await roles()).RecordsPanel }))
export const TechnologyPanel = lazy(async () => ({ default: (await roles()).TechnologyPanel }))

/** A file that did not come is asked for again when it is shown. */
export const fetchConvening = () => void convening().catch(() => {})
export const fetchReplying = () => void replying().catch(() => {})
