/** The panel that is open below the head of a meeting. */
export type Opened = 'history' | 'change' | 'move' | 'series'
