/**
 * Reports the first message of a kind at once and counts further ones within `everyMs`. There must
 * be few kinds.
 */
export function folded(
  say: (kind: string, times: number) => void,
  everyMs = 60_000,
): (kind: string) => void {
  const more = new Map<string, number>()
  return kind => {
    const waiting = more.get(kind)
    if (waiting !== undefined) return void more.set(kind, waiting + 1)
    say(kind, 1)
    more.set(kind, 0)
    setTimeout(() => {
      const times = more.get(kind) ?? 0
      more.delete(kind)
      if (times > 0) say(kind, times)
    }, everyMs).unref()
  }
}
