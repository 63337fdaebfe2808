import type { DateQuestion, Meeting } from '../../../src/meetings/contract/meeting.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { useFormat, useNow } from '../ui/time.tsx'

/**
 * Asks before convening for a time that is over or far ahead, because that is usually a mistake.
 */
export function ConveneMeantDialog({
  meeting,
  question,
  onClose,
  onConfirm,
}: {
  meeting: Meeting
  question: DateQuestion
  onClose: () => void
  onConfirm: () => void
}) {
  const t = useT('planning')
  const common = useT('common')
  const format = useFormat()
  const nowMs = useNow(30_000)
  return (
    <Dialog
      title={t('meant.title')}
      closeLabel={t('meant.back')}
      onClose={onClose}
      onSubmit={onConfirm}
      actions={
        <Button type="submit" variant="primary">
          {t('meant.convene')}
        </Button>
      }
    >
      <p>
        <b>{format.dateTime(meeting.startsAt)}</b>
      </p>
      <p>{common(`dateMeant.${question}`)}</p>
      {Date.parse(meeting.endsAt) <= nowMs ? <p>{common('dateMeant.notMailed')}</p> : null}
    </Dialog>
  )
}
