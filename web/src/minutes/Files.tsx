import type { MinutesView } from '../../../src/minutes/contract.ts'
import { useT } from '../i18n/i18n.ts'
import { Button, ButtonAnchor } from '../ui/Button.tsx'
import { Panel } from '../ui/Panel.tsx'
import { useToast } from '../ui/Toast.tsx'
import { pdfAddress, recordAddress } from './queries.ts'

/** The files of the minutes, with their checksums. */
export function Files({ view }: { view: MinutesView }) {
  const t = useT('minutes')
  const say = useToast()
  const { meetingId, state, sha256, record } = view
  const isReleased = state === 'released'
  const ownLang = record.language
  const langs = ownLang === 'de' ? (['de', 'en'] as const) : (['en', 'de'] as const)
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text)
    say(t('files.copied'))
  }
  return (
    <Panel title={t('files.title')} isPadded>
      <div className="stack files">
        {langs.map(lang => (
          <div key={lang} role="group" aria-label={t(`files.${lang}`)}>
            <p>
              <b>{t(`files.${lang}`)}</b>
              {isReleased && lang === ownLang ? (
                <span className="secondary soft"> · {t('files.frozen')}</span>
              ) : null}
            </p>
            <p className="row wrap">
              <ButtonAnchor
                size="small"
                download
                href={pdfAddress(meetingId, { lang, standard: 'a-3a' })}
              >
                {t('files.a3a')}
              </ButtonAnchor>
              <ButtonAnchor
                size="small"
                download
                href={pdfAddress(meetingId, { lang, standard: 'ua-1' })}
              >
                {t('files.ua1')}
              </ButtonAnchor>
            </p>
          </div>
        ))}
        <p>
          <ButtonAnchor size="small" download href={recordAddress(meetingId)}>
            {t('files.json')}
          </ButtonAnchor>
        </p>
        <p className="secondary soft">{t(isReleased ? 'files.otherNote' : 'files.draftNote')}</p>
        {sha256 ? (
          <div>
            <h3>{t('files.hash', { lang: t(`files.${ownLang}`) })}</h3>
            <p className="hash">{grouped(sha256)}</p>
            <p className="secondary soft">{t('files.hashNote')}</p>
            <Button size="small" variant="tertiary" onClick={() => void copy(sha256)}>
              {t('files.copy')}
            </Button>
          </div>
        ) : null}
      </div>
    </Panel>
  )
}

function grouped(hash: string): string {
  return hash.match(/.{1,4}/g)?.join(' ') ?? hash
}
