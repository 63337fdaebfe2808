import { useEffect, useState } from 'react'

/** Level from which the sound counts as a voice rather than noise of the room. */
const heardFrom = 0.35
const everyMs = 100

/**
 * Level of a microphone, 0–1, and whether it was ever high enough for a voice. `isMeasured` false:
 * browsers measure nothing before the first click or key.
 */
export function useLevel(track: MediaStreamTrack): {
  level: number
  wasHeard: boolean
  isMeasured: boolean
} {
  const [state, setState] = useState({ level: 0, wasHeard: false, isMeasured: false })
  useEffect(() => {
    const context = new AudioContext()
    const analyser = context.createAnalyser()
    analyser.fftSize = 2048
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples)
      const level = loudness(samples)
      setState(before => ({
        level,
        wasHeard: before.wasHeard || level >= heardFrom,
        isMeasured: context.state === 'running',
      }))
    }, everyMs)
    const wake = () => void context.resume().catch(() => {})
    document.addEventListener('pointerdown', wake)
    document.addEventListener('keydown', wake)
    return () => {
      clearInterval(timer)
      document.removeEventListener('pointerdown', wake)
      document.removeEventListener('keydown', wake)
      void context.close().catch(() => {})
    }
  }, [track])
  return state
}

/** Silence at −60 dB is 0, full scale is 1. */
function loudness(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
  return Math.min(1, Math.max(0, 1 + (10 * Math.log10(power + 1e-12)) / 60))
}
