import type { MeetingId } from '../../../src/lib/ids.ts'

/** Ids of devices as the browser names them; empty: the one the system prefers. */
export type DeviceChoice = { camera: string; microphone: string; speaker: string }
export type Entry = { isCameraOn: boolean; isMicrophoneOn: boolean }

// handed from the lobby to the room in memory only, gone with the tab
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

/** How the person wants to enter; null when they have not been in the lobby. */
export function entryFor(meetingId: MeetingId): Entry | null {
  return entries.get(meetingId) ?? null
}
