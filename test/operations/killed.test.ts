import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { Client } from '../support/client.ts'
import { freePort } from '../support/ports.ts'
import { startMailReceiver } from '../support/smtp.ts'
import { testPassword } from '../support/staff.ts'
import { readStartCode } from '../support/start-code.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

test(
  'killed between an act and its mails, the process sends each person one mail after its restart',
  { timeout: 240_000 },
  async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'lagerunde-killed-'))
    ends.push(() => rmSync(dataDir, { recursive: true, force: true }))
    const receiver = await startMailReceiver()
    ends.push(() => receiver.close())
    const port = await freePort()
    const start = async () => {
      const child = spawn(process.execPath, ['scripts/start.ts'], {
        cwd: resolve(import.meta.dirname, '../..'),
        stdio: ['ignore', 'pipe', 'inherit'],
        env: {
          PATH: process.env.PATH,
          HOME: process.env.HOME,
          DATA_DIR: dataDir,
          PORT: String(port),
          VIDEO: 'off',
          SMTP_URL: receiver.url,
          MAIL_FROM: 'stab@kreis.example',
          LOG_LEVEL: 'error',
        },
      })
      ends.push(() => kill(child))
      for await (const chunk of child.stdout) if (`${chunk}`.includes('is ready')) break
      return child
    }
    const first = await start()
    const lead = new Client(`http://127.0.0.1:${port}`)
    await lead.post('/api/first-start/code', { code: readStartCode(dataDir) })
    const made = await lead.post<{ enrolmentToken: string; totp: { secret: string } }>(
      '/api/first-start/staff',
      {
        staffName: 'Krisenstab Beispielkreis',
        organisation: 'Beispielkreis',
        template: 'nrw',
        lead: { name: 'Sabine Köhler', email: 'koehler@kreis.example' },
        password: testPassword,
      },
    )
    await lead.enrol({
      token: made.enrolmentToken,
      password: testPassword,
      totpSecret: made.totp.secret,
    })
    const { me } = await lead.get<{ me: { memberships: { staffId: string }[] } }>('/api/session')
    const { staffId } = me.memberships[0]!
    const addresses = Array.from({ length: 5 }, (_, i) => `p${i}@kreis.example`)
    for (const [i, email] of addresses.entries())
      await lead.post(`/api/staffs/${staffId}/members`, { name: `Person ${i}`, email })
    addresses.push('koehler@kreis.example')
    // so that none arrives before the end, however fast it is
    for (const address of addresses) receiver.refuse(address, 451)
    await lead.post(`/api/staffs/${staffId}/meetings/at`, {
      incident: { title: 'Hochwasser', kind: 'operation' },
      startsAt: new Date(Date.now() + 3_600_000).toISOString(),
      durationMin: 50,
      place: 'Kreishaus',
    })
    await kill(first)
    expect(receiver.mails).toEqual([])

    for (const address of addresses) receiver.accept(address)
    await start()
    type Mail = { kind: string; state: string; toAddress: string }
    const invitations = async () =>
      (await lead.get<Mail[]>(`/api/staffs/${staffId}/outbox`)).filter(
        ({ kind }) => kind === 'invitation',
      )
    await expect
      .poll(async () => (await invitations()).filter(({ state }) => state !== 'sent'), {
        timeout: 150_000,
        interval: 500,
      })
      .toEqual([])
    expect((await invitations()).map(mail => mail.toAddress).sort()).toEqual(addresses.sort())
    expect(receiver.mails.flatMap(mail => mail.to).sort()).toEqual(addresses)
  },
)

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}
