import type { MailDetail } from '../../../src/mail/contract.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Badge } from '../ui/Panel.tsx'
import { useFormat } from '../ui/time.tsx'
import { readCalendarPart } from './calendarPart.ts'

/** The calendar part of a mail in words, and as a file. */
export function CalendarCard({
  method,
  calendar,
}: {
  method: NonNullable<MailDetail['calendarMethod']>
  calendar: string
}) {
  const t = useT('invitations')
  const format = useFormat()
  const part = readCalendarPart(calendar)
  const when =
    part?.startsAt && part.endsAt
      ? `${format.date(part.startsAt)}, ${format.range(part.startsAt, part.endsAt, part.startsAt)}`
      : null
  return (
    <div className="mail-part">
      <div className="row wrap">
        <h3>{t('calendar.title')}</h3>
        <Badge tone={method === 'CANCEL' ? 'warn' : 'neutral'}>{t(`calendar.${method}`)}</Badge>
        <span className="end">
          <Button size="small" variant="tertiary" onClick={() => save('termin.ics', calendar)}>
            {t('calendar.download')}
          </Button>
        </span>
      </div>
      {part ? (
        <dl className="definition">
          <dt>{t('calendar.what')}</dt>
          <dd>{part.summary}</dd>
          {when ? (
            <>
              <dt>{t('calendar.when')}</dt>
              <dd>{when}</dd>
            </>
          ) : null}
          {part.location ? (
            <>
              <dt>{t('calendar.where')}</dt>
              <dd>{part.location}</dd>
            </>
          ) : null}
          {part.url ? (
            <>
              <dt>{t('calendar.video')}</dt>
              <dd className="mail-address">{part.url}</dd>
            </>
          ) : null}
          {part.alarmMin !== null ? (
            <>
              <dt>{t('calendar.alarm')}</dt>
              <dd>{t('calendar.alarmText', { count: part.alarmMin })}</dd>
            </>
          ) : null}
          <dt>{t('calendar.version')}</dt>
          <dd>{part.sequence + 1}</dd>
        </dl>
      ) : null}
    </div>
  )
}

/** Offers a text as a download without sending it anywhere. */
function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/calendar;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
