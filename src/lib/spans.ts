/** A stretch of time in epoch milliseconds, half-open [fromMs, untilMs). */
export type Span = { fromMs: number; untilMs: number }

/** In order of time, those at most `gapMs` apart made one, the gap included; 0 joins what overlaps or touches. */
export function joinSpans(spans: readonly Span[], gapMs = 0): Span[] {
  const joined: Span[] = []
  for (const span of [...spans].sort((a, b) => a.fromMs - b.fromMs)) {
    const last = joined.at(-1)
    if (last && span.fromMs - last.untilMs <= gapMs)
      last.untilMs = Math.max(last.untilMs, span.untilMs)
    else joined.push({ fromMs: span.fromMs, untilMs: span.untilMs })
  }
  return joined
}

/** What of `span` lies outside `taken`: none, one or two spans in order of time. */
export function withoutSpan(span: Span, taken: Span): Span[] {
  const before = { fromMs: span.fromMs, untilMs: Math.min(span.untilMs, taken.fromMs) }
  const after = { fromMs: Math.max(span.fromMs, taken.untilMs), untilMs: span.untilMs }
  return [before, after].filter(left => left.untilMs > left.fromMs)
}

/** How long they are together, in milliseconds; what overlaps counts twice unless it was joined before. */
export function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, span) => sum + span.untilMs - span.fromMs, 0)
}
