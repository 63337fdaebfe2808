import { useEffect, type ReactNode } from 'react'
import { keepLangWith, useLang, useT } from '../i18n/i18n.ts'
import { saveVisitorLanguage } from '../session.tsx'
import { Shell } from '../ui/Shell.tsx'

/** What surrounds a page that needs no session: mark, whose installation it is, language. */
export function PublicFrame({ organisation, children }: { organisation?: string; children: ReactNode }) {
  const t = useT('common')
  const { lang, setLang } = useLang()
  useEffect(() => {
    keepLangWith(next => void saveVisitorLanguage(next).catch(() => {}))
    return () => keepLangWith(undefined)
  }, [])
  const other = lang === 'de' ? 'en' : 'de'
  return (
    <Shell
      nav={[]}
      right={
        <>
          {organisation ? <span className="keep">{organisation}</span> : null}
          <button type="button" className="text-button keep" lang={other} onClick={() => setLang(other)}>{t(`lang.${other}`)}</button>
        </>
      }
    >
      {children}
    </Shell>
  )
}
