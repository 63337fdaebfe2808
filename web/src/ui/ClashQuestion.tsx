import { useId } from 'react'
import { useT } from '../i18n/i18n.ts'
import { Button } from './Button.tsx'
import type { Versions } from './merge.ts'

type Clash<F> = Versions<F> & {
  fields: readonly (keyof F & string)[]
  onMine: () => void
  onTheirs: () => void
}

/**
 * Asks which version to keep after two people changed the same fields; shows both and the one
 * before.
 */
export function ClashQuestion<F extends object>({
  clash,
  label,
  show,
}: {
  clash: Clash<F>
  /** the label of a field */
  label: (field: keyof F & string) => string
  /** the value in words; empty when there is none */
  show: (fields: F, field: keyof F & string) => string
}) {
  const t = useT('common')
  const titleId = useId()
  return (
    <div className="conflict" role="group" aria-labelledby={titleId} tabIndex={-1} data-question>
      <p id={titleId}>
        <b>{t('clash.title')}</b>
      </p>
      {clash.fields.map(field => (
        <div key={field} role="group" aria-label={label(field)}>
          <p className="overline">{label(field)}</p>
          <dl className="clash">
            {(['mine', 'theirs', 'before'] as const).map(version => (
              <div key={version}>
                <dt>{t(`clash.${version}`)}</dt>
                <dd>{show(clash[version], field) || t('clash.empty')}</dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
      <p className="row wrap">
        <Button size="small" onClick={clash.onMine}>
          {t('clash.keepMine')}
        </Button>
        <Button size="small" onClick={clash.onTheirs}>
          {t('clash.takeTheirs')}
        </Button>
      </p>
    </div>
  )
}
