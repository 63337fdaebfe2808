import { useT } from '../i18n/i18n.ts'
import { ButtonLink } from './links.tsx'

/** The page for addresses that no other page has. */
export function PageNotFound() {
  const common = useT('common')
  return (
    <main className="page">
      <h1>{common('ui.notFoundTitle')}</h1>
      <p>{common('ui.notFoundText')}</p>
      <p className="row">
        <ButtonLink to="/">{common('ui.toOverview')}</ButtonLink>
      </p>
    </main>
  )
}
