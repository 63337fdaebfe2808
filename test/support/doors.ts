import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import {
  connect as connectTcp,
  createServer as createTcpServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls, createServer as createTlsServer } from 'node:tls'
import { freePort } from './ports.ts'

export type Answer = { status: number; body: Record<string, unknown>; cookies: string[] }
export type Ask = (
  method: string,
  path: string,
  more?: { body?: object; cookie?: string },
) => Promise<Answer>
export type Door = { ask: Ask; close: () => Promise<void> }

/**
 * Ways in which somebody may carelessly open the product, which listens on loopback `port`, to the
 * network; strangers come in through each.
 */
export const doors: Record<string, (port: number) => Promise<Door>> = {
  'a TCP relay': port => relay(createTcpServer(), port),
  'a TLS terminator': port =>
    relay(
      createTlsServer({ ciphers: 'PSK', maxVersion: 'TLSv1.2', pskCallback: () => key }),
      port,
      true,
    ),
  'an HTTP proxy that says nothing of itself': port => httpProxy(port, () => `127.0.0.1:${port}`),
  'an HTTP proxy that passes the Host on': port => httpProxy(port, host => host),
  ...(spawnSync('nginx', ['-v']).error
    ? {}
    : {
        'nginx with proxy_pass alone': port => nginx(port, ''),
        'nginx that passes the Host on': port => nginx(port, 'proxy_set_header Host $host;'),
      }),
}

const key = Buffer.from('test')

/** Passes bytes on unchanged; optionally with TLS by a shared key, which needs no certificate. */
async function relay(server: Server, to: number, isTls = false): Promise<Door> {
  server.on(isTls ? 'secureConnection' : 'connection', (inside: Socket) => {
    const outside = connectTcp(to, '127.0.0.1')
    inside.pipe(outside).pipe(inside)
    for (const [end, other] of [
      [inside, outside],
      [outside, inside],
    ] as const)
      end.on('error', () => other.destroy())
  })
  const port = await listening(server)
  const connection = isTls
    ? () =>
        connectTls({
          port,
          host: '127.0.0.1',
          ciphers: 'PSK',
          maxVersion: 'TLSv1.2',
          pskCallback: () => ({ psk: key, identity: 'anybody' }),
          checkServerIdentity: () => undefined,
        })
    : () => connectTcp(port, '127.0.0.1')
  return { ask: asker(connection), close: () => closed(server) }
}

async function httpProxy(to: number, hostFor: (host: string) => string): Promise<Door> {
  const server = createServer((asked, answered) => {
    const { method, url: path } = asked
    const headers = { ...asked.headers, host: hostFor(asked.headers.host ?? '') }
    const passed = request({ host: '127.0.0.1', port: to, method, path, headers }, answer => {
      answered.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(answered)
    })
    passed.on('error', () => answered.destroy())
    asked.pipe(passed)
  })
  const port = await listening(server)
  return { ask: asker(() => connectTcp(port, '127.0.0.1')), close: () => closed(server) }
}

/** A real nginx with the smallest configuration that makes it a proxy. */
async function nginx(to: number, more: string): Promise<Door> {
  const folder = mkdtempSync(join(tmpdir(), 'lagerunde-nginx-'))
  const port = await freePort()
  const bodies = join(folder, 'bodies')
  mkdirSync(bodies, { mode: 0o777 })
  const file = join(folder, 'nginx.conf')
  writeFileSync(
    file,
    `daemon off; pid ${folder}/pid; error_log stderr;
    events {}
    http {
      access_log off; client_body_temp_path ${bodies}; proxy_temp_path ${bodies};
      fastcgi_temp_path ${bodies}; uwsgi_temp_path ${bodies}; scgi_temp_path ${bodies};
      server { listen 127.0.0.1:${port}; location / { proxy_pass http://127.0.0.1:${to}; ${more} } }
    }`,
  )
  const child = spawn('nginx', ['-e', 'stderr', '-c', file], { stdio: 'ignore' })
  const gone = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const ask = asker(() => connectTcp(port, '127.0.0.1'))
  while (child.exitCode === null && !(await ask('GET', '/livez').catch(() => null)));
  return {
    ask,
    async close() {
      child.kill('SIGTERM')
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Sends requests as a stranger with the Host that is most likely to be accepted. */
function asker(connection: () => Socket): Ask {
  return (method, path, { body, cookie } = {}) =>
    new Promise((resolve, reject) => {
      const sent = request(
        {
          method,
          path,
          createConnection: connection,
          headers: {
            host: '127.0.0.1',
            ...(cookie === undefined ? {} : { cookie }),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
        },
        async answer => {
          let text = ''
          for await (const chunk of answer.setEncoding('utf8')) text += String(chunk)
          resolve({
            status: answer.statusCode ?? 0,
            body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {},
            cookies: answer.headers['set-cookie'] ?? [],
          })
        },
      )
      sent.once('error', reject)
      sent.end(body === undefined ? undefined : JSON.stringify(body))
    })
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

function closed(server: Server): Promise<void> {
  return new Promise(resolve => server.close(() => resolve()))
}
