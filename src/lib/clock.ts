/** Passed to everything that needs the time, so that stories can use a virtual clock. */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }
