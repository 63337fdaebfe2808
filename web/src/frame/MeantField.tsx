import type { DateQuestion } from '../../../src/meetings/contract/meeting.ts'
import { useT } from '../i18n/i18n.ts'
import { Checkbox } from '../ui/Field.tsx'
import { useFormat } from '../ui/time.tsx'

/** Asks whether a time is meant that is over, or so far ahead that the year may be mistyped. */
export function MeantField({
  question,
  at,
  tellsNobody,
  isMeant,
  onChange,
  isMissing,
}: {
  question: DateQuestion | null
  /** the time in question; absent: there are several */
  at?: Date | null | undefined
  /** true: nobody gets a mail, because the time is over */
  tellsNobody: boolean
  isMeant: boolean
  onChange: (isMeant: boolean) => void
  /** the form was sent without an answer */
  isMissing: boolean
}) {
  const t = useT('common')
  const format = useFormat()
  if (question === null) return null
  return (
    <div className="stack" role="group" aria-label={t(`dateMeant.${question}`)}>
      <p className="warn-text" role="status">
        <b>{t(`dateMeant.${question}`)}</b> {at ? `${format.date(at)}.` : null}{' '}
        {question === 'inThePast' && tellsNobody ? t('dateMeant.notMailed') : null}
      </p>
      <Checkbox isChecked={isMeant} onChange={onChange}>
        {t('dateMeant.yes')}
      </Checkbox>
      {isMissing ? (
        <small role="alert" className="bad-text">
          {t('dateMeant.missing')}
        </small>
      ) : null}
    </div>
  )
}
