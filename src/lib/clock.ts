/** Passed in everywhere, so that a story can be told on a virtual clock. */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }
