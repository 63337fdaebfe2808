import { useT } from '../i18n/i18n.ts'

/** The IT hotline as a link that dials, unless it is told in words. */
export function HotlineText({ number }: { number: string }) {
  const t = useT('common')
  const text = t('nav.hotline', { number })
  if (/\p{L}/u.test(number)) return <span className="soft">{text}</span>
  return (
    <a className="soft" href={`tel:${number.replaceAll(/[^+\d]/g, '')}`}>
      {text}
    </a>
  )
}
