import { z } from 'zod'
import { type Id, type IdKind, idPrefixes } from './newId.ts'

// pages that make ids import that file, which needs no schemas
export * from './newId.ts'

/** Zod schema of one kind of id; any string goes in, only a well-formed id of that kind comes out. */
export function idSchema<K extends IdKind>(of: K) {
  const schema = z
    .string()
    .regex(
      new RegExp(`^${idPrefixes[of]}_[0-9a-hjkmnp-tv-z]{26}$`),
      `expected an id like ${idPrefixes[of]}_…`,
    )
  // narrowing by pattern: Zod's own brand would make two brands of one id
  return schema as unknown as z.ZodType<Id<K>, string>
}
