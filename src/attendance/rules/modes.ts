import type { Mode } from '../contract.ts'

/** The three modes are equals; where an order is needed it is this one, everywhere. */
export const modes: readonly Mode[] = ['onSite', 'video', 'phone'] satisfies readonly Mode[]
