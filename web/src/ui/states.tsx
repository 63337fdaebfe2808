import type { ReactNode } from 'react'
import { useT } from '../i18n/i18n.ts'

/** An empty page teaches the next step. */
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

/** Names what is awaited: *Sitzung wird geladen …* */
export function LoadingState({ what }: { what?: string }) {
  const t = useT('common')
  return (
    <p className="state soft" role="status">
      {t('ui.loading', { what: what ?? t('ui.page') })}
    </p>
  )
}
