const notes = [523.25, 659.25, 783.99]
const noteS = 0.22

/**
 * Plays three notes on the chosen loudspeaker; resolves at their end, rejects when nothing can be
 * heard there.
 */
export async function playTestSound(speakerId: string): Promise<void> {
  const context = new AudioContext()
  const output = context.createMediaStreamDestination()
  const player = new Audio()
  player.srcObject = output.stream
  try {
    if (speakerId && 'setSinkId' in player) await player.setSinkId(speakerId)
    await context.resume()
    await player.play()
    const end = new Promise(resolve => {
      notes.forEach((frequency, i) => {
        const note = context.createOscillator()
        const volume = context.createGain()
        const startS = context.currentTime + 0.05 + i * noteS
        note.frequency.value = frequency
        // rises and falls slowly, because a sudden change is heard as a click
        volume.gain.setValueAtTime(0, startS)
        volume.gain.linearRampToValueAtTime(0.25, startS + 0.03)
        volume.gain.linearRampToValueAtTime(0, startS + noteS)
        note.connect(volume).connect(output)
        note.start(startS)
        note.stop(startS + noteS)
        if (i === notes.length - 1) note.addEventListener('ended', resolve)
      })
    })
    await end
  } finally {
    player.pause()
    player.srcObject = null
    await context.close().catch(() => {})
  }
}
