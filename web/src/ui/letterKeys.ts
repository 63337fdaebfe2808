import { createContext, useContext } from 'react'

const LetterKeys = createContext(true)
export const LetterKeysProvider = LetterKeys

/**
 * Whether single letters are shortcuts for this person. Somebody who speaks to their device, or hits
 * keys by chance, switches them off (WCAG 2.1.4).
 */
export const useLetterKeys = (): boolean => useContext(LetterKeys)
