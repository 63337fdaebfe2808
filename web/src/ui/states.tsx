import type { ReactNode } from 'react'
import { useT } from '../i18n/i18n.ts'

/** An empty page; its text says what to do next. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className="state">
      <p className="what">{title}</p>
      {children ? <p className="soft">{children}</p> : null}
      {action ? <p>{action}</p> : null}
    </div>
  )
}

/** A sign of loading that names what is loaded: *Die Liste wird geladen …* */
export function LoadingState({ what }: { what?: string }) {
  const common = useT('common')
  return (
    <p className="state soft" role="status">
      {common('ui.loading', { what: what ?? common('ui.page') })}
    </p>
  )
}
