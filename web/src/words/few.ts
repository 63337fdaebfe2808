/** At most `most` of a list, the last of them saying with `rest` how many more there are. */
export function few(
  list: readonly string[],
  rest: (count: number) => string,
  most: number = 3,
): string {
  if (list.length <= most) return list.join(', ')
  return `${list.slice(0, most - 1).join(', ')} ${rest(list.length - most + 1)}`
}
