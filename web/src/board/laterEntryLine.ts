import { lazily } from '../frame/lazily.tsx'

/** The writing line, loaded only for people who may write now. */
export const EntryLine = lazily(
  () => import('./EntryLine.tsx'),
  file => file.EntryLine,
)
