import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { randomBytes } from 'node:crypto'
import { settingNames } from '../../../src/lib/config.ts'
import { obtainLiveKit } from '../../../src/rooms/server/obtain.ts'
import { superviseLiveKit } from '../../../src/rooms/server/supervise.ts'
import { waitingParticipants } from '../participant.ts'
import { freePort } from '../ports.ts'
import { startMailReceiver } from '../smtp.ts'
import { readStartCode } from '../start-code.ts'
import { calendarOf, photographer, type Stage } from './stage.ts'
import type { Story } from './story.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const quiet = { debug() {}, info() {}, warn() {}, error: console.error }

/**
 * The product as a process of its own on an empty database, with a real LiveKit and a real SMTP
 * receiver, in real time.
 */
export async function realStage({
  steps,
}: Story): Promise<{ stage: Stage; strike: () => Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lagerunde-story-'))
  const port = await freePort()
  const baseUrl = `http://127.0.0.1:${port}`
  const obtained = await obtainLiveKit({ dataDir, log: quiet })
  if (obtained.kind === 'none')
    throw new Error(`A story needs the real media server. ${obtained.detail}`)
  const keys = {
    apiKey: `story${randomBytes(4).toString('hex')}`,
    apiSecret: randomBytes(32).toString('hex'),
  }
  const liveKit = await superviseLiveKit({
    program: obtained.program,
    keys,
    webhookUrl: `${baseUrl}/webhooks/livekit`,
    log: quiet,
    onRestart() {},
    onLost: quiet.error,
  })
  const mail = await startMailReceiver()
  const photo = photographer(baseUrl)
  const participants = waitingParticipants(steps.filter(step => step.do === 'join').length)

  let api: ChildProcess
  const start = async () => {
    api = spawn(process.execPath, ['scripts/start.ts'], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...unset(process.env),
        HOST: '127.0.0.1',
        PORT: String(port),
        DATA_DIR: dataDir,
        SMTP_URL: mail.url,
        MAIL_FROM: 'stab@kreis.example',
        LOG_LEVEL: 'error',
        LIVEKIT_URL: liveKit.url,
        LIVEKIT_API_KEY: keys.apiKey,
        LIVEKIT_API_SECRET: keys.apiSecret,
      },
    })
    let complaints = ''
    api.stderr!.on('data', chunk => (complaints += chunk))
    for (let tries = 0; ; tries++) {
      const answer = await fetch(`${baseUrl}/readyz`).catch(() => null)
      if (answer?.ok) return
      if (api.exitCode !== null || tries > 600)
        throw new Error(`The product did not start.\n${complaints}`)
      await delay(100)
    }
  }
  const kill = async () => {
    if (api.exitCode !== null || api.signalCode !== null) return
    const exited = new Promise(resolve => api.once('exit', resolve))
    api.kill('SIGKILL')
    await exited
  }
  await start()
  return {
    stage: {
      baseUrl,
      startCode: () => readStartCode(dataDir),
      nowMs: Date.now,
      until: atMs => delay(Math.max(0, atMs - Date.now())),
      async connect(ticket) {
        const { leave, cut, ended } = await participants.join(ticket)
        return { leave, cut, ended: () => ended }
      },
      async outage(forS) {
        await kill()
        await delay(forS * 1000)
        await start()
      },
      async mailsLeave() {},
      async lastCalendar(address, isComplete) {
        for (let tries = 0; !(await isComplete()) && tries < 300; tries++) await delay(100)
        return calendarOf(mail.mails, address)
      },
      watch: photo.watch,
    },
    async strike() {
      participants.dismiss()
      await photo.close()
      await kill()
      await Promise.all([liveKit.stop(), mail.close()])
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/**
 * The environment without our settings, so that those of the caller, above all the database, do not
 * reach the story.
 */
function unset(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !settingNames.includes(name)))
}
