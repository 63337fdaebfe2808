import { useId, type ReactNode } from 'react'
import { classes } from './classes.ts'

/** A surface with a title. Without `isPadded` it contains `lines` of PersonRow or `div.line`. */
export function Panel({
  title,
  badge,
  aside,
  children,
  isPadded = false,
  isRoomy = false,
  tone,
}: {
  title?: ReactNode
  badge?: ReactNode
  /** right end of the head: a count or a secondary button */
  aside?: ReactNode
  children: ReactNode
  isPadded?: boolean
  isRoomy?: boolean
  tone?: 'bad'
}) {
  const titleId = useId()
  return (
    <section
      className={classes('panel', isRoomy && 'roomy', tone)}
      aria-labelledby={title ? titleId : undefined}
    >
      {title ? (
        <header>
          <h2 id={titleId}>{title}</h2>
          {badge}
          {aside ? <div className="end">{aside}</div> : null}
        </header>
      ) : null}
      {isPadded || isRoomy ? <div className="body">{children}</div> : children}
    </section>
  )
}

export type Tone = 'neutral' | 'ok' | 'warn' | 'bad'
const toneClass: Record<Tone, string | false> = {
  neutral: false,
  ok: 'kern-badge--success',
  warn: 'kern-badge--warning',
  bad: 'kern-badge--danger',
}

/**
 * A state in one word: red for gaps and faults, orange for what is late, green for what is in
 * order.
 */
export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={classes('kern-badge', toneClass[tone])}>{children}</span>
}

/** A large number with its word. */
export function Count({
  value,
  children,
  isBad = false,
}: {
  value: number
  children: ReactNode
  isBad?: boolean
}) {
  return (
    <div className="count">
      <b className={isBad ? 'bad-text' : undefined}>{value}</b>
      <span>{children}</span>
    </div>
  )
}

/** The title of a page: line above, state, facts, actions on the right. */
export function PageTitle({
  overline,
  title,
  children,
  actions,
  isOneSubject = false,
}: {
  overline?: ReactNode
  title: ReactNode
  children?: ReactNode
  actions?: ReactNode
  isOneSubject?: boolean
}) {
  return (
    <div className="page-title">
      {typeof title === 'string' ? <title>{`${title} · Lagerunde`}</title> : null}
      <div>
        {overline ? <p className="overline">{overline}</p> : null}
        <div className="row wrap">
          <h1 className={isOneSubject ? 'one-subject' : undefined}>{title}</h1>
          {children}
        </div>
      </div>
      {actions ? <div className="actions">{actions}</div> : null}
    </div>
  )
}
