import { createContext, useContext } from 'react'

const Hotline = createContext('')

/** The number to call, shown with every failure; empty when the staff has none. */
export const HotlineProvider = Hotline
export function useHotline(): string {
  return useContext(Hotline)
}
