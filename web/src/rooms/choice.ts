import type { MeetingId, PersonId } from '../../../src/lib/ids.ts'

/** Device ids as the browser names them; empty: the system's default. */
export type DeviceChoice = { camera: string; microphone: string; speaker: string }
export type Entry = { isCameraOn: boolean; isMicrophoneOn: boolean }

// kept in memory between lobby and room; closing the tab forgets it
let chosen: DeviceChoice = { camera: '', microphone: '', speaker: '' }
const entries = new Map<string, Entry>()

export function chosenDevices(): DeviceChoice {
  return chosen
}

export function chooseDevice(change: Partial<DeviceChoice>): void {
  chosen = { ...chosen, ...change }
}

type Entering = { meetingId: MeetingId; personId: PersonId }
const keyOf = ({ meetingId, personId }: Entering) => `${personId} ${meetingId}`

export function prepareEntry(who: Entering, entry: Entry): void {
  entries.set(keyOf(who), entry)
}

/**
 * Whether camera and microphone are on when entering; null when the person has not been in the
 * lobby.
 */
export function entryFor(who: Entering): Entry | null {
  return entries.get(keyOf(who)) ?? null
}
