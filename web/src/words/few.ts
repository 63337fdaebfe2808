const most = 3

/** The first few of a list; `rest` says how many more there are. */
export function few(list: readonly string[], rest: (count: number) => string): string {
  if (list.length <= most) return list.join(', ')
  return `${list.slice(0, most - 1).join(', ')} ${rest(list.length - most + 1)}`
}
