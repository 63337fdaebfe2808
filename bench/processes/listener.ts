import { AudioStream, Room, RoomEvent, type RemoteTrack } from '@livekit/rtc-node'
import { serveQuestions } from './answer.ts'

// A participant in the virtual room who hears the others; loudness tells speech from the silence of
// a cut connection.

const loud = 300
let lastHeardAtMs = 0
const ended = Promise.withResolvers<number>()
const heard = Promise.withResolvers<void>()
const room = new Room()
room.on(RoomEvent.TrackSubscribed, track => void listen(track))
room.on(RoomEvent.Disconnected, () => ended.resolve(Date.now()))

serveQuestions('', {
  /** answers once the first speech is heard */
  async join(asked) {
    await room.connect(String(asked.url), String(asked.token), {
      autoSubscribe: true,
      dynacast: false,
    })
    await heard.promise
  },
  /**
   * answers once the connection is over: the last moment of speech and the moment of the end, epoch
   * milliseconds
   */
  async end() {
    const endedAtMs = await ended.promise
    // also hears what is still buffered
    await new Promise(resolve => setTimeout(resolve, 300))
    return { lastHeardAtMs, endedAtMs }
  },
})

async function listen(track: RemoteTrack): Promise<void> {
  for await (const frame of new AudioStream(track)) {
    if (!frame.data.some(sample => Math.abs(sample) > loud)) continue
    lastHeardAtMs = Date.now()
    heard.resolve()
  }
}
