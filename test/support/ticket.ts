import { WebSocket } from 'ws'

/** `open`, or the status with which a web socket was refused. */
export function answerTo(url: string, origin?: string): Promise<string> {
  return new Promise(resolve => {
    const socket = new WebSocket(url, origin ? { origin } : {})
    socket.once('open', () => {
      resolve('open')
      socket.terminate()
    })
    socket.once('unexpected-response', (_, answer) => {
      answer.resume()
      resolve(String(answer.statusCode))
      socket.terminate()
    })
    socket.on('error', error => resolve(error.message))
  })
}

/**
 * What the media server says to a client until it answers a ping, each message by its first field
 * in LiveKit's protocol.
 */
export function fieldsUntilPong(url: string): Promise<number[]> {
  const socket = new WebSocket(url)
  const fields: number[] = []
  const pong = 18
  return new Promise<number[]>((resolve, reject) => {
    socket.on('message', data => {
      const [first = 0, second = 0] = data as Buffer
      // a tag is a varint of the field number and three bits of its type (Protocol Buffers)
      const field = (first < 0x80 ? first : (first & 0x7f) | (second << 7)) >> 3
      fields.push(field)
      // SignalRequest.ping: field 14 with any number
      if (fields.length === 1) socket.send(Buffer.from([0x70, 0x01]))
      if (field === pong) resolve(fields)
    })
    socket.on('close', () => reject(new Error(`Closed after ${fields.join()}`)))
    socket.on('error', reject)
  }).finally(() => socket.terminate())
}
