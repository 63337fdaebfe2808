import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { useFormat } from '../ui/time.tsx'

/**
 * Asks before opening long before the beginning, or on another day than planned, because that is
 * usually a mistake and cannot be undone.
 */
export function OpenEarlyDialog({
  meeting,
  isAnotherDay,
  onClose,
  onConfirm,
}: {
  meeting: Meeting
  isAnotherDay: boolean
  onClose: () => void
  onConfirm: () => void
}) {
  const t = useT('planning')
  const format = useFormat()
  return (
    <Dialog
      title={t(isAnotherDay ? 'openEarly.anotherDayTitle' : 'openEarly.title')}
      closeLabel={t('openEarly.notYet')}
      onClose={onClose}
      onSubmit={onConfirm}
      actions={
        <Button type="submit" variant="primary">
          {t('openEarly.confirm')}
        </Button>
      }
    >
      <p>
        {t(isAnotherDay ? 'openEarly.anotherDay' : 'openEarly.text', {
          when: format.spoken(meeting.startsAt),
        })}
      </p>
    </Dialog>
  )
}
