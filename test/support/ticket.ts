import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'

/**
 * The token that the media server gives to a client connected with a ticket: valid for ten minutes,
 * and renewed again and again.
 */
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
        // SignalResponse.refresh_token: field 16, a string after its length
        if (bytes[0] !== 0x82 || bytes[1] !== 0x01) return
        resolve(bytes.subarray(bytes[2]! < 0x80 ? 3 : 4).toString())
      })
    })
  } finally {
    socket.close()
  }
}

/**
 * An address of the media server through a relay that adds `?publish=…`; LiveKit then appends `#…`
 * to the identity.
 */
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
      // LiveKit knows the parameter only on the older of its two paths; clients use that when the
      // newer one is not found
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
