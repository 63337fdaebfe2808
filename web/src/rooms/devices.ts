import { useEffect, useState } from 'react'

export type DeviceKind = 'camera' | 'microphone' | 'speaker'
export type Device = { id: string; label: string }
const kinds = { videoinput: 'camera', audioinput: 'microphone', audiooutput: 'speaker' } as const
const none: Record<DeviceKind, readonly Device[]> = { camera: [], microphone: [], speaker: [] }

/**
 * The connected devices. `renewOn` changes when a permission is given, because browsers name
 * devices only then.
 */
export function useDevices(renewOn: string): Record<DeviceKind, readonly Device[]> {
  const [devices, setDevices] = useState(none)
  useEffect(() => {
    const media = navigator.mediaDevices
    if (!media) return
    let isCurrent = true
    const read = async () => {
      const found = await media.enumerateDevices().catch(() => [])
      if (isCurrent) setDevices(sorted(found))
    }
    void read()
    media.addEventListener('devicechange', read)
    return () => {
      isCurrent = false
      media.removeEventListener('devicechange', read)
    }
  }, [renewOn])
  return devices
}

function sorted(found: readonly MediaDeviceInfo[]): Record<DeviceKind, readonly Device[]> {
  const of = (kind: DeviceKind) =>
    // drops Chromium's second entry for the system's choice, and entries with an empty id, which
    // mean that permission is missing
    found
      .filter(
        each =>
          kinds[each.kind] === kind &&
          each.deviceId &&
          !['default', 'communications'].includes(each.deviceId),
      )
      .map(each => ({ id: each.deviceId, label: deviceName(each.label) }))
  return { camera: of('camera'), microphone: of('microphone'), speaker: of('speaker') }
}

/** The name without the numbers of maker and product that Chromium appends. */
export function deviceName(label: string): string {
  return label.replace(/\s*\([\da-f]{4}:[\da-f]{4}\)$/, '')
}

/** Safari and older Firefox cannot choose a speaker and use the system's. */
export const canChooseSpeaker = () => 'setSinkId' in HTMLMediaElement.prototype
