import { useState } from 'react'

let now = ''

/** Whose page this is, because several people share one computer; empty: nobody is signed in. */
export const owner = (): string => now

export function ownedBy(personId: string): void {
  now = personId
}

/** Who it was when the component was first shown, also while somebody else signs in. */
export const useOwner = (): string => useState(owner)[0]
