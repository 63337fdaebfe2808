import { createContext, useContext } from 'react'

const Hotline = createContext('')

/** Whom to call, for every failure below; empty when the staff has no number. */
export const HotlineProvider = Hotline
export function useHotline(): string {
  return useContext(Hotline)
}
