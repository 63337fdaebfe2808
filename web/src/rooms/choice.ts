import type { MeetingId } from '../../../src/lib/ids.ts'

/** Device ids as the browser names them; empty: the system's default. */
export type DeviceChoice = { camera: string; microphone: string; speaker: string }
export type Entry = { isCameraOn: boolean; isMicrophoneOn: boolean }

// kept in memory between lobby and room; closing the tab forgets it
let chosen: DeviceChoice = { camera: '', microphone: '', speaker: '' }
const entries = new Map<MeetingId, Entry>()

export function chosenDevices(): DeviceChoice {
  return chosen
}

export function chooseDevice(change: Partial<DeviceChoice>): void {
  chosen = { ...chosen, ...change }
}

export function prepareEntry(meetingId: MeetingId, entry: Entry): void {
  entries.set(meetingId, entry)
}

/**
 * Whether camera and microphone are on when entering; null when the person has not been in the
 * lobby.
 */
export function entryFor(meetingId: MeetingId): Entry | null {
  return entries.get(meetingId) ?? null
}
