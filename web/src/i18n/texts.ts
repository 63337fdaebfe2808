import type { Lang } from '../../../src/lib/time.ts'
import type { texts as common } from './de/common.ts'
import type { Features } from './features.ts'
import { phrase, type Texts, type Values } from '../../../src/words/phrase.ts'

export type { Lang }
export type Resources = { common: typeof common } & Features
export type Namespace = keyof Resources

const files = import.meta.glob<{ texts: Texts }>('./{de,en}/*.ts')
const loading = new Map<string, Promise<void>>()
const loaded = new Set<Namespace>()
const speakers = new Map<string, (key: string, values?: Values) => string>()
const listeners = new Set<() => void>()
let lang: Lang = 'de'
let saveLang: ((lang: Lang) => void) | undefined

/** Sets the first language and loads the shared words; call it before loading other texts. */
export async function startTexts(first: Lang): Promise<void> {
  lang = first
  await setLang(first)
}

/** Sets where a signed-in person's choice is stored: in the account, never in the browser. */
export function keepLangWith(save: ((lang: Lang) => void) | undefined): void {
  saveLang = save
}

/**
 * Loads all texts in use in another language and then switches, so that a page never mixes
 * languages.
 */
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
    // React reads this status, so that loaded texts do not suspend
    Object.assign(promise, { status: 'fulfilled', value: undefined })
  })
  loading.set(path, promise)
  // forgotten on failure, so that the next call tries again
  promise.catch(() => loading.delete(path))
  return promise
}

/** Resolves when all texts requested so far are loaded. */
export async function textsInUse(): Promise<void> {
  await Promise.all(loading.values())
}

/**
 * Loads the texts of a feature whose parts other features' pages use, when the calling file is
 * loaded. `useT` tries again what failed.
 */
export function speaks(namespace: Namespace): void {
  void loadTexts(namespace).catch(() => {})
}

/** The current language. */
export const langNow = (): Lang => lang

/**
 * The function that gives texts of one feature in one language; undefined until they are loaded.
 * The type `T` checks the keys.
 */
export function speakerOf(namespace: Namespace, of: Lang) {
  return speakers.get(`${of} ${namespace}`)
}

export function onLang(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
