/** One measured promise. `quick` asks for a smaller sample; `seed` decides everything random. */
export type Figure = {
  name: string
  /** the condition that must hold, in words */
  bar: string
  /** how it is measured, in a sentence */
  method: string
  run(how: { quick: boolean; seed: number }): Promise<Reading>
}

export type Reading = { value: number | string; holds: boolean; detail: Record<string, unknown> }
