import { Link } from '@tanstack/react-router'
import type { Meeting, MeetingSummary } from '../../../src/meetings/contract/meeting.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { useFormat } from '../ui/time.tsx'
import { ExerciseMark } from '../words/ExerciseBand.tsx'
import { useMeetingTitle } from './name.ts'

/**
 * Asks before opening long before the beginning, on another day than planned, or while another
 * meeting of the staff runs, because each is usually a mistake.
 */
export function OpenMeantDialog({
  meeting,
  isAnotherDay,
  isEarly,
  beside,
  onClose,
  onConfirm,
}: {
  meeting: Meeting
  isAnotherDay: boolean
  isEarly: boolean
  /** other meetings of the staff that run */
  beside: readonly MeetingSummary[]
  onClose: () => void
  onConfirm: () => void
}) {
  const t = useT('planning')
  const format = useFormat()
  const titleOf = useMeetingTitle()
  const title = isAnotherDay ? 'anotherDayTitle' : isEarly ? 'title' : 'besideTitle'
  return (
    <Dialog
      title={t(`openEarly.${title}`)}
      closeLabel={t('openEarly.notYet')}
      onClose={onClose}
      onSubmit={onConfirm}
      actions={
        <Button type="submit" variant="primary">
          {t('openEarly.confirm')}
        </Button>
      }
    >
      {beside.length > 0 ? (
        <>
          <p className="warn-text">{t('openEarly.beside', { count: beside.length })}</p>
          <ul className="bulleted">
            {beside.map(other => (
              <li key={other.meetingId}>
                <Link to="/meetings/$meetingId" params={{ meetingId: other.meetingId }}>
                  {titleOf(other)} · {other.incidentTitle}
                </Link>{' '}
                <ExerciseMark kind={other.kind} />
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {isAnotherDay || isEarly ? (
        <p>
          {t(isAnotherDay ? 'openEarly.anotherDay' : 'openEarly.text', {
            when: format.spoken(meeting.startsAt),
          })}
        </p>
      ) : null}
      {isAnotherDay ? (
        <p>
          <b>{t('openEarly.stays')}</b>
        </p>
      ) : null}
    </Dialog>
  )
}
