const formatters = new Map<string, Intl.DateTimeFormat>()

/** Makes each formatter once, because making one takes a hundred times as long as formatting. */
export function formatter(
  zone: string,
  locale: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${locale} ${zone} ${JSON.stringify(options)}`
  const known = formatters.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone })
  formatters.set(key, made)
  return made
}

/** Caches answers that never change; empties the cache when it has too many. */
export function remembered<T>() {
  const mostRemembered = 10_000
  const answers = new Map<string, T>()
  return {
    get(key: string, find: () => T): T {
      const known = answers.get(key)
      if (known !== undefined) return known
      if (answers.size >= mostRemembered) answers.clear()
      const found = find()
      answers.set(key, found)
      return found
    },
  }
}
