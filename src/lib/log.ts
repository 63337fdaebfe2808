/** The part of a logger that is used here; pino's fits. */
export type Log = Record<'debug' | 'info' | 'warn' | 'error', (message: string) => void>
