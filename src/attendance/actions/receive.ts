import type { Deps } from '../../lib/context.ts'
import type { RoomSignal } from '../../lib/media.ts'
import { lowerHandOfGone } from '../../rooms/store/place.ts'
import { storeMediaSignal } from '../store.ts'

/** Stores and publishes a verified report of the media server. */
export async function receiveRoomSignal(deps: Deps, signal: RoomSignal): Promise<void> {
  const { kind } = signal
  if (kind === 'roomStarted' || kind === 'roomFinished') return
  const stored = await storeMediaSignal(
    deps.database.sql,
    { ...deps.pulse.refine(signal), kind },
    deps.clock.now(),
  )
  if (stored) deps.live.publish(`meeting:${stored.meetingId}:attendance`)
  // a connection that was replaced by the person's next one is not the person leaving
  if (kind === 'left' && stored && signal.reason !== 'DUPLICATE_IDENTITY') {
    if (await lowerHandOfGone(deps.database.sql, signal.identity))
      deps.live.publish(`meeting:${stored.meetingId}:room`)
  }
  if (kind !== 'joined') return
  if (stored?.isAdmitted) deps.live.publish(`meeting:${stored.meetingId}:room`)
  // not awaited, because the media server holds back this room's reports until it has the answer
  else void deps.pulse.look(signal.room)
}
