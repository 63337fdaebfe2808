import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
}
/** As strict as the product's own. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

type Listener = (request: IncomingMessage, response: ServerResponse) => unknown
export type Site = {
  url: string
  goDown(): Promise<void>
  comeUp(): Promise<void>
  close(): Promise<void>
}

/**
 * Builds a folder with the product's web configuration and serves it under the strict policy; `api`
 * answers below /api and /livez.
 */
export async function serveBuilt(folder: string, api?: Listener): Promise<Site> {
  const out = await mkdtemp(join(tmpdir(), 'lagerunde-web-'))
  await build({
    configFile: fileURLToPath(new URL('../../web/vite.config.ts', import.meta.url)),
    root: folder,
    logLevel: 'error',
    build: { outDir: out },
  })
  const answer: Listener = (request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname
    if (api && /^\/(api\/|livez$)/.test(path)) return api(request, response)
    const file = extname(path) ? path : '/index.html'
    return readFile(join(out, file)).then(
      bytes =>
        response
          .writeHead(200, {
            'content-type': types[extname(file)] ?? 'application/octet-stream',
            'content-security-policy': policy,
          })
          .end(bytes),
      () => response.writeHead(404).end(),
    )
  }
  let server = await listen(answer, 0)
  const { port } = server.address() as AddressInfo
  const goDown = async () => {
    const closed = new Promise(resolve => server.close(resolve))
    server.closeAllConnections()
    await closed
  }
  return {
    url: `http://127.0.0.1:${port}`,
    goDown,
    async comeUp() {
      server = await listen(answer, port)
    },
    async close() {
      await goDown()
      await rm(out, { recursive: true })
    },
  }
}

async function listen(answer: Listener, port: number): Promise<Server> {
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  return server
}
