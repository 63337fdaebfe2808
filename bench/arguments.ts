import { parseArgs } from 'node:util'

export type Order = { names: string[]; quick: boolean; seed: number; list: boolean }

/**
 * Reads `NAME … --quick --seed N --list`; throws an error with a clear message for an unknown name
 * or a bad seed.
 */
export function readOrder(argv: string[], known: readonly string[]): Order {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
    },
  })
  const strangers = positionals.filter(name => !known.includes(name))
  if (strangers.length > 0)
    throw new Error(`There is no figure "${strangers.join('", "')}"; there are ${known.join(', ')}`)
  if (!/^\d{1,9}$/.test(values.seed))
    throw new Error(`--seed is "${values.seed}"; expected a whole number`)
  return {
    names: positionals.length > 0 ? known.filter(name => positionals.includes(name)) : [...known],
    quick: values.quick,
    seed: Number(values.seed),
    list: values.list,
  }
}
