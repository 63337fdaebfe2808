import { useQuery } from '@tanstack/react-query'
import { useEffect, type ReactNode } from 'react'
import { HotlineProvider } from '../hotline.tsx'
import { HotlineText } from './HotlineText.tsx'
import { useLang, useT } from '../i18n/i18n.ts'
import { keepLangWith } from '../i18n/texts.ts'
import { saveVisitorLanguage, sessionQuery } from '../visitor.ts'
import { isPlainHttp, PlainHttp } from './PlainHttp.tsx'
import { Shell } from './Shell.tsx'

/** Frame of a page without session: logo, name of the installation, language. */
export function PublicFrame({
  organisation,
  signsIn = false,
  children,
}: {
  organisation?: string
  /** the page leads to a session */
  signsIn?: boolean
  children: ReactNode
}) {
  const common = useT('common')
  const { lang, setLang } = useLang()
  const { data: session } = useQuery(sessionQuery)
  useEffect(() => {
    keepLangWith(next => void saveVisitorLanguage(next).catch(() => {}))
    return () => keepLangWith(undefined)
  }, [])
  return (
    <HotlineProvider value={session?.hotline ?? ''}>
      <Shell
        right={
          <>
            {session?.hotline ? <HotlineText number={session.hotline} /> : null}
            {organisation ? <span className="keep">{organisation}</span> : null}
            <span className="keep row languages" role="group" aria-label={common('nav.language')}>
              {(['de', 'en'] as const).map(each => (
                <button
                  key={each}
                  type="button"
                  className="text-button"
                  lang={each}
                  aria-pressed={each === lang}
                  onClick={() => setLang(each)}
                >
                  {common(`lang.${each}`)}
                </button>
              ))}
            </span>
          </>
        }
      >
        {signsIn && isPlainHttp(window.location) ? <PlainHttp /> : children}
      </Shell>
    </HotlineProvider>
  )
}
