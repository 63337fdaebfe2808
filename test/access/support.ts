import type { TestApp, TestClock } from '../support/app.ts'
import type { Client } from '../support/client.ts'
import { testPassword } from '../support/staff.ts'
import { atTheMachine } from '../support/start-code.ts'
import { appCode } from '../support/totp.ts'

export const leadEmail = 'koehler@kreis.example'
export const minute = 60_000

/** What the page of the first start sends. */
export const firstStaff = (more: Record<string, unknown> = {}) => ({
  staffName: 'Krisenstab Beispielkreis',
  organisation: 'Beispielkreis',
  template: 'nrw',
  lead: { title: 'Dr.', name: 'Sabine Köhler-Özdemir', email: leadEmail },
  password: testPassword,
  ...more,
})

/** The first staff with its lead, whose app the test holds in its hand. */
export async function firstLead(app: TestApp, clock: TestClock) {
  const client = await atTheMachine(app)
  const made = await client.post<{
    staffId: string
    enrolmentToken: string
    totp: { secret: string }
  }>('/api/first-start/staff', firstStaff())
  const codeAt = (steps: number) =>
    appCode(made.totp.secret, clock.now().getTime() + steps * 30_000)
  await client.post('/api/enrolment/confirm', {
    token: made.enrolmentToken,
    password: testPassword,
    code: codeAt(0),
  })
  return { client, staffId: made.staffId, codeAt }
}

/** The answer's status and the problem's code, as one line. */
export async function outcome(answer: Promise<Response>): Promise<string> {
  const response = await answer
  const text = await response.text()
  const code = response.ok ? undefined : (JSON.parse(text) as { code: string }).code
  return code ? `${response.status} ${code}` : `${response.status}`
}

export function attempt(client: Client, path: string, body: unknown, from = '198.51.100.1') {
  return client.fetch('POST', path, body, { 'x-forwarded-for': from })
}
