import { useState } from 'react'
import type { MeetingId } from '../../../src/lib/ids.ts'
import { doorModes, modeTable, type DoorMode } from '../../../src/lib/modes.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { useDraft } from '../ui/draft.ts'
import { TextInput } from '../ui/Field.tsx'
import { deeds } from './entries.ts'
import type { DeskQueue } from './queue.ts'
import { serverNow } from '../ui/clock.ts'

/** The draft of the visitor's name, which the search field can begin. */
export const visitorNameDraft = (meetingId: MeetingId) => `visitor name ${meetingId}`

/** Besuch: adds a visitor with name and organisation, in the room or on the phone. */
export function VisitorDialog({
  meetingId,
  queue,
  clockAheadMs,
  onClose,
}: {
  meetingId: MeetingId
  queue: DeskQueue
  clockAheadMs: number
  onClose: () => void
}) {
  const t = useT('attendance')
  const [name, setName] = useDraft(visitorNameDraft(meetingId))
  const [organisation, setOrganisation] = useDraft(`visitor organisation ${meetingId}`)
  const [wasTried, setTried] = useState(false)
  const isMissing = name.trim() === ''
  const enter = (mode: DoorMode) => {
    setTried(true)
    if (isMissing) return
    const madeAtMs = serverNow()
    const at = new Date(madeAtMs - clockAheadMs).toISOString()
    const visitor = { name: name.trim(), organisation: organisation.trim(), mode, at }
    queue.add({
      deed: 'visitorCame',
      name: visitor.name,
      lineKeys: [],
      requests: [{ kind: 'visitor', ...visitor }],
      madeAtMs,
    })
    setName('')
    setOrganisation('')
    onClose()
  }
  return (
    <Dialog
      title={t('desk.visitTitle')}
      onClose={onClose}
      onSubmit={() => enter('onSite')}
      actions={
        <>
          {doorModes
            .filter(mode => modeTable[mode].isRemote)
            .map(mode => (
              <Button key={mode} onClick={() => enter(mode)}>
                {t(`desk.${deeds[mode].in}`)}
              </Button>
            ))}
          <Button type="submit" variant="primary">
            {t('desk.came')}
          </Button>
        </>
      }
    >
      <TextInput
        label={t('desk.visitName')}
        value={name}
        onChange={setName}
        error={wasTried && isMissing ? t('desk.visitNameMissing') : null}
        maxLength={200}
        autoComplete="off"
        required
        autoFocus
      />
      <TextInput
        label={t('desk.visitOrganisation')}
        value={organisation}
        onChange={setOrganisation}
        maxLength={200}
        autoComplete="off"
        isOptional
      />
    </Dialog>
  )
}
