/** A stretch of time in epoch milliseconds, half-open [fromMs, untilMs). */
export type Span = { fromMs: number; untilMs: number }

/**
 * Joins spans at most `gapMs` apart, the gap included, and sorts them; 0 joins spans that overlap
 * or touch.
 */
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

/** The parts of `span` outside `taken`: none, one or two spans in order of time. */
export function withoutSpan(span: Span, taken: Span): Span[] {
  const before = { fromMs: span.fromMs, untilMs: Math.min(span.untilMs, taken.fromMs) }
  const after = { fromMs: Math.max(span.fromMs, taken.untilMs), untilMs: span.untilMs }
  return [before, after].filter(left => left.untilMs > left.fromMs)
}

/**
 * The sum of their lengths in milliseconds; overlaps count twice unless the spans were joined
 * before.
 */
export function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, span) => sum + span.untilMs - span.fromMs, 0)
}
