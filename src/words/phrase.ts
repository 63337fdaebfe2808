import type { Lang } from '../lib/time.ts'

export type Values = Readonly<Record<string, string | number>>
export type Texts = { readonly [key: string]: string | Texts }

/**
 * Requires the same keys in the other language; a missing or a surplus one fails the type check.
 */
export type Same<T> = { readonly [K in keyof T]: T[K] extends string ? string : Same<T[K]> }

type Leaf<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaf<T[K]>}` }[keyof T &
  string]
type WithoutPlural<K> = K extends `${infer Base}_${'zero' | 'one' | 'other'}` ? Base : K
/** The dotted keys of texts; the plural forms of a key count as one. */
export type KeyOf<T> = WithoutPlural<Leaf<T>>

const plurals = { de: new Intl.PluralRules('de'), en: new Intl.PluralRules('en') }

/**
 * The text at a dotted key with `{{name}}` replaced by `values.name`; a missing value shows its
 * name. With `values.count` the plural form is taken if there is one: `key_zero` for 0, else
 * `key_one` or `key_other` by the plural rules of the language (Unicode CLDR). An unknown key is
 * returned as it is.
 */
export function phrase(
  texts: Texts,
  key: string,
  { lang, values = {} }: { lang: Lang; values?: Values | undefined },
): string {
  const { count } = values
  const forms =
    typeof count === 'number'
      ? [...(count === 0 ? [`${key}_zero`] : []), `${key}_${plurals[lang].select(count)}`, key]
      : [key]
  for (const form of forms) {
    const found = form
      .split('.')
      .reduce<string | Texts | undefined>(
        (inner, part) => (typeof inner === 'object' ? inner[part] : undefined),
        texts,
      )
    if (typeof found === 'string')
      return found.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? name))
  }
  return key
}
