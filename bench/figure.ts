/** One measured promise. `quick` asks for a smaller sample; what is random follows from `seed`. */
export type Figure = {
  name: string
  /** what must hold, in words */
  bar: string
  /** what is done to find out, in a sentence */
  method: string
  run(how: { quick: boolean; seed: number }): Promise<Reading>
}

export type Reading = { value: number | string; holds: boolean; detail: Record<string, unknown> }
