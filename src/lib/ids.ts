import { z } from 'zod'
import { type Id, type IdKind, idPrefixes } from './newId.ts'

// pages that make ids import newId.ts, which needs no schemas
export * from './newId.ts'

/**
 * A Zod schema for one kind of id; it accepts any string and gives only a well-formed id of that
 * kind.
 */
export function idSchema<K extends IdKind>(of: K) {
  const schema = z
    .string()
    .regex(
      new RegExp(`^${idPrefixes[of]}_[0-9a-hjkmnp-tv-z]{26}$`),
      `expected an id like ${idPrefixes[of]}_…`,
    )
  // narrows by pattern, because Zod's own brand would give an id two brands
  return schema as unknown as z.ZodType<Id<K>, string>
}
