import { use, useSyncExternalStore } from 'react'
import type { Lang } from '../../../src/lib/time.ts'
import type { texts as common } from './de/common.ts'
import type { Features } from './features.ts'
import {
  phrase,
  type KeyOf,
  type Same,
  type Texts,
  type Values,
} from '../../../src/words/phrase.ts'

export type { Lang, Same }
type Resources = { common: typeof common } & Features
export type Namespace = keyof Resources

export type TextKey<N extends Namespace> = KeyOf<Resources[N]>
/** `count` picks `key_one` or `key_other`; `{{name}}` in a text takes `values.name`. */
export type T<N extends Namespace> = (key: TextKey<N>, values?: Values) => string

const files = import.meta.glob<{ texts: Texts }>('./{de,en}/*.ts')
const loading = new Map<string, Promise<void>>()
const loaded = new Set<Namespace>()
const speakers = new Map<string, (key: string, values?: Values) => string>()
const listeners = new Set<() => void>()
let lang: Lang = 'de'
let saveLang: ((lang: Lang) => void) | undefined

/** Sets the first language and loads the shared words; call once before rendering. */
export async function startTexts(first: Lang): Promise<void> {
  await setLang(first)
}

/** Where a signed-in person's choice is kept (the account); nothing is stored in the browser. */
export function keepLangWith(save: ((lang: Lang) => void) | undefined): void {
  saveLang = save
}

/** Loads all texts in use, then switches; the page never shows a mixture. */
export async function setLang(
  next: Lang,
  { keep = false }: { keep?: boolean } = {},
): Promise<void> {
  await Promise.all(['common' as const, ...loaded].map(namespace => loadTexts(namespace, next)))
  lang = next
  document.documentElement.lang = next
  for (const listener of listeners) listener()
  if (keep) saveLang?.(next)
}

export function loadTexts(namespace: Namespace, of: Lang = lang): Promise<void> {
  const path = `./${of}/${namespace}.ts`
  const known = loading.get(path)
  if (known) return known
  const load = files[path]
  if (!load) throw new Error(`No texts at ${path}`)
  const promise = load().then(module => {
    loaded.add(namespace)
    speakers.set(`${of} ${namespace}`, (key, values) =>
      phrase(module.texts, key, { lang: of, values }),
    )
    // React reads this status, so texts that were loaded beforehand suspend nothing
    Object.assign(promise, { status: 'fulfilled', value: undefined })
  })
  loading.set(path, promise)
  // a file that did not come may come next time
  promise.catch(() => loading.delete(path))
  return promise
}

/** Settled once all texts that were asked for are there. */
export async function textsInUse(): Promise<void> {
  await Promise.all(loading.values())
}

/**
 * Said once at the top of a file whose feature speaks on pages of others, too: those pages then come with its texts. Whatever fails
 * is asked for again by `useT`.
 */
export function speaks(namespace: Namespace): void {
  void loadTexts(namespace).catch(() => {})
}

export function useLang(): { lang: Lang; setLang: (next: Lang) => void } {
  const current = useSyncExternalStore(subscribe, () => lang)
  return { lang: current, setLang: next => void setLang(next, { keep: true }) }
}

/** Texts of one feature; suspends until they are there. */
export function useT<N extends Namespace>(namespace: N): T<N> {
  const { lang: current } = useLang()
  use(loadTexts(namespace, current))
  // loaded by now; its keys are checked by the type of T
  return speakers.get(`${current} ${namespace}`) as T<N>
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
