import { useQuery } from '@tanstack/react-query'
import { useT } from '../i18n/i18n.ts'
import { sessionQuery } from '../visitor.ts'

/** Above every page of an installation whose people are invented. */
export function SampleBanner() {
  const common = useT('common')
  const { data: session } = useQuery(sessionQuery)
  return session?.isSample ? (
    <aside className="banner sample" aria-label={common('nav.sampleName')}>
      {common('nav.sample')}
    </aside>
  ) : null
}
