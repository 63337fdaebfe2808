import { fork, type ChildProcess } from 'node:child_process'
import { watch } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { createServer, type Plugin } from 'vite'
import { migrate } from '../src/lib/db.ts'
import { startEmbeddedPostgres } from '../src/postgres/embedded.ts'
import { startVideo } from '../src/rooms/server.ts'
import type { Running } from '../src/server.ts'

/**
 * `npm run dev`: runs the product behind one address while its code changes. Vite serves the web
 * app with hot reload and passes other requests to the API, which restarts after each change below
 * src/. PostgreSQL and LiveKit keep running.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const dataDir = `${root}var/dev`
const port = Number(process.env.PORT ?? 8080)
const apiPort = port + 1
const address = `http://127.0.0.1:${port}`
const behindApi = /^\/(api|feeds|webhooks|livez|readyz|rtc)(\/|$)/
const log = { debug() {}, info: console.log, warn: console.warn, error: console.error }

await mkdir(dataDir, { recursive: true, mode: 0o700 })
const postgres = await startEmbeddedPostgres({ dataDir, log })
await migrate(postgres.address)
const video = startVideo({
  dataDir,
  webhookUrl: `http://127.0.0.1:${apiPort}/webhooks/livekit`,
  log,
})

let child: ChildProcess | undefined
let ready = startApi()
let waiting: NodeJS.Timeout | undefined
watch(`${root}src`, { recursive: true }, (_, file) => {
  if (!file || !/\.(ts|typ|json)$/.test(file)) return
  clearTimeout(waiting)
  // editors write a file in several steps
  waiting = setTimeout(() => (ready = startApi()), 30)
})

/**
 * Resolves when the API answers, with what its start code opens. When it cannot start, it has
 * printed why, and the next change tries again.
 */
async function startApi(): Promise<Running['opening']> {
  child?.kill('SIGKILL')
  const state = video.state()
  const media =
    state.kind === 'ready'
      ? {
          LIVEKIT_URL: state.url,
          LIVEKIT_API_KEY: state.apiKey,
          LIVEKIT_API_SECRET: state.apiSecret,
        }
      : { VIDEO: 'off' }
  const started = fork(fileURLToPath(new URL('dev-api.ts', import.meta.url)), {
    env: {
      ...process.env,
      ...media,
      DATA_DIR: dataDir,
      PORT: String(apiPort),
      PUBLIC_URL: address,
      DEV_DATABASE: JSON.stringify(postgres.address),
    },
  })
  child = started
  return new Promise(resolve =>
    started.once('message', opening => resolve(opening as Running['opening'])),
  )
}

/** Makes the sample, as a person would who opens the printed address. */
async function makeSample(code: string): Promise<void> {
  const post = (path: string, body: object, headers = {}) =>
    fetch(`http://127.0.0.1:${apiPort}/api/first-start/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const shown = await post('code', { code })
  const cookie = shown.headers
    .getSetCookie()
    .map(set => set.split(';')[0])
    .join('; ')
  const made = await post('sample', {}, { cookie })
  if (!made.ok) console.warn(`The sample could not be made: ${await made.text()}`)
}

/**
 * Requests to the API wait while it starts; the gallery of components has an address of its own.
 */
const development: Plugin = {
  name: 'lagerunde-dev',
  configureServer(server) {
    server.middlewares.use((request, response, next) => {
      const path = request.url ?? '/'
      if (behindApi.test(path)) return void ready.then(() => next())
      if (!/^\/gallery(\?|$)/.test(path)) return next()
      const page = `${root}test/web/gallery/index.html`
      void readFile(page, 'utf8')
        .then(html => html.replace('./gallery.tsx', `/@fs${root}test/web/gallery/gallery.tsx`))
        .then(html => server.transformIndexHtml(path, html))
        .then(html => response.setHeader('content-type', 'text/html').end(html), next)
    })
  },
}

const web = await createServer({
  configFile: `${root}web/vite.config.ts`,
  plugins: [development],
  server: {
    host: '127.0.0.1',
    port,
    strictPort: true,
    fs: { allow: [root] },
    proxy: {
      '^/rtc(/|\\?)': { target: `http://127.0.0.1:${apiPort}`, ws: true },
      [behindApi.source]: { target: `http://127.0.0.1:${apiPort}` },
    },
  },
})
await web.listen()
const opening = await ready
if (opening?.setup === 'untouched') await makeSample(opening.code)
const way = opening ? `/first-start#${opening.code}` : ''
console.log(`\nLagerunde is ready: ${address}${way}\nBuilding blocks: ${address}/gallery\n`)
// LiveKit is ready later, because it may have to be built first
void video.settled.then(({ kind }) => {
  if (kind === 'ready') ready = startApi()
})

let isEnding = false
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    if (isEnding) return
    isEnding = true
    child?.kill('SIGKILL')
    void Promise.allSettled([web.close(), video.stop(), postgres.stop()]).then(() => process.exit())
  })
