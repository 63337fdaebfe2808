import { Suspense, useState } from 'react'
import type { Meeting, MeetingSummary } from '../../../src/meetings/contract/meeting.ts'
import { isAnotherDay, joinOpensBeforeMs } from '../../../src/meetings/rules/states.ts'
import { lazily } from '../frame/lazily.tsx'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { useNow } from '../ui/time.tsx'
import type { useAct } from './acts.ts'
import { otherRunning } from './queries.ts'

const OpenMeantDialog = lazily(
  () => import('./OpenMeantDialog.tsx'),
  file => file.OpenMeantDialog,
)

/**
 * Opens the meeting. Asks first when that is long before the beginning, on another day than
 * planned, or beside another meeting of the staff that runs.
 */
export function OpenButton({
  meeting,
  act,
  isMain,
  size,
  reason = null,
}: {
  meeting: Meeting
  act: ReturnType<typeof useAct>
  isMain: boolean
  size?: 'big'
  reason?: string | null
}) {
  const t = useT('meetings')
  const nowMs = useNow(30_000)
  const [isLooking, setLooking] = useState(false)
  const [beside, setBeside] = useState<readonly MeetingSummary[] | null>(null)
  const isNear = nowMs >= Date.parse(meeting.startsAt) - joinOpensBeforeMs
  const times = { startsAt: new Date(meeting.startsAt), endsAt: new Date(meeting.endsAt) }
  const isMoving = isAnotherDay(times, new Date(nowMs), meeting.zone)
  const press = async () => {
    setLooking(true)
    const others = await otherRunning(meeting)
    setLooking(false)
    if (isNear && !isMoving && others.length === 0) act.mutate({ act: 'open' })
    else setBeside(others)
  }
  const isOpening = act.isPending && act.variables.act === 'open'
  return (
    <>
      <Button
        variant={isMain && !reason ? 'primary' : 'secondary'}
        {...(size ? { size } : {})}
        disabledReason={reason}
        busy={(isLooking || isOpening) && t('acts.busy')}
        onClick={() => void press()}
      >
        {t('acts.open')}
      </Button>
      {beside ? (
        <Suspense fallback={null}>
          <OpenMeantDialog
            meeting={meeting}
            isAnotherDay={isMoving}
            isEarly={!isNear}
            beside={beside}
            onClose={() => setBeside(null)}
            onConfirm={() => {
              setBeside(null)
              act.mutate({ act: 'open', ...(isMoving ? { meant: 'anotherDay' } : {}) })
            }}
          />
        </Suspense>
      ) : null}
    </>
  )
}
