import { once } from 'node:events'
import { createInterface } from 'node:readline'
import {
  AudioFrame,
  AudioSource,
  dispose,
  LocalAudioTrack,
  Room,
  RoomEvent,
  TrackPublishOptions,
  TrackSource,
} from '@livekit/rtc-node'

const tell = (told: string, more: object = {}) =>
  process.stdout.write(`${JSON.stringify({ told, atMs: Date.now(), ...more })}\n`)
const room = new Room()

room.on(RoomEvent.Disconnected, reason => {
  tell('ended', { reason: String(reason) })
})
// ends with the process that started it
const commands = createInterface({ input: process.stdin }).on('close', () => process.exit(0))
// connects only now, when all modules are loaded, so that joining takes no longer than in a browser
const [ticket] = (await once(commands, 'line')) as [string]
const { url, token } = JSON.parse(ticket) as { url: string; token: string }
const startedMs = performance.now()

try {
  await room.connect(url, token, { autoSubscribe: false, dynacast: false })
} catch (error) {
  tell('refused', { reason: error instanceof Error ? error.message : String(error) })
  process.exit(1)
}
tell('joined', {
  identity: room.localParticipant!.identity,
  joinedInMs: performance.now() - startedMs,
})

commands.on('line', line => {
  if (line === 'leave') void leave()
})
// a participant removed while its sound begins reports that and keeps running
await publishTone().catch((error: unknown) => tell('silenced', { reason: String(error) }))

async function leave(): Promise<void> {
  const atMs = Date.now()
  await room.disconnect()
  tell('left', { atMs })
  await dispose()
  process.exit(0)
}

async function publishTone(): Promise<void> {
  const sampleRate = 48_000
  const source = new AudioSource(sampleRate, 1, 200)
  const track = LocalAudioTrack.createAudioTrack('microphone', source)
  const options = new TrackPublishOptions()
  options.source = TrackSource.SOURCE_MICROPHONE
  await room.localParticipant!.publishTrack(track, options)
  const samples = sampleRate / 50
  for (let sent = 0; ; sent += samples) {
    const wave = Int16Array.from(
      { length: samples },
      (_, i) => 3_000 * Math.sin((2 * Math.PI * 440 * (sent + i)) / sampleRate),
    )
    await source.captureFrame(new AudioFrame(wave, sampleRate, 1, samples))
  }
}
