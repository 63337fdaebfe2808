import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'

/** The token of its own that the media server hands to whoever connects with a ticket: good for ten minutes, again and again. */
export async function refreshedToken({
  url,
  token,
}: {
  url: string
  token: string
}): Promise<string> {
  const socket = new WebSocket(`${url}/rtc?access_token=${token}&protocol=16&sdk=js`)
  socket.binaryType = 'arraybuffer'
  try {
    return await new Promise<string>((resolve, reject) => {
      socket.addEventListener('close', () => reject(new Error('No token was handed out')))
      socket.addEventListener('message', event => {
        const bytes = Buffer.from(event.data as ArrayBuffer)
        // SignalResponse.refresh_token: field 16, a string with its length before it
        if (bytes[0] !== 0x82 || bytes[1] !== 0x01) return
        resolve(bytes.subarray(bytes[2]! < 0x80 ? 3 : 4).toString())
      })
    })
  } finally {
    socket.close()
  }
}

/** The media server's address for a client that adds `?publish=…`, to which LiveKit answers with an identity that has `#…` appended. */
export async function publishingAs(
  name: string,
  url: string,
): Promise<{ url: string; close: () => void }> {
  const { hostname, port } = new URL(url)
  const relay = createServer(client => {
    const server = connect({ host: hostname, port: Number(port) })
    const end = () => {
      client.destroy()
      server.destroy()
    }
    client.on('error', end).on('close', end)
    server.on('error', end).on('close', end)
    client.once('data', first => {
      // it is heard only on the older of LiveKit's two paths; clients take that where the newer one is not found
      if (first.includes('/rtc/v1'))
        return client.end(
          'HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n',
        )
      const asked = first.toString('latin1').replace(/^(GET [^ ?]+)\??/, `$1?publish=${name}&`)
      server.write(Buffer.from(asked, 'latin1'))
      return client.pipe(server)
    })
    server.pipe(client)
  })
  await once(relay.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `ws://127.0.0.1:${(relay.address() as AddressInfo).port}`,
    close: () => void relay.close(),
  }
}
