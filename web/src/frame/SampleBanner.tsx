import { useQuery } from '@tanstack/react-query'
import { useT } from '../i18n/i18n.ts'
import { sessionQuery } from '../visitor.ts'

/** Shown above every page of a sample installation. */
export function SampleBanner() {
  const common = useT('common')
  const { data: session } = useQuery(sessionQuery)
  return session?.isSample ? (
    <aside className="banner sample" aria-label={common('nav.sampleName')}>
      {common('nav.sample')}
    </aside>
  ) : null
}
