import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { addMember, foundStaff, testPassword } from '../support/staff.ts'
import { atTheMachine } from '../support/start-code.ts'

let app: TestApp
let token: string

beforeAll(async () => {
  app = await startApp()
  const staff = await foundStaff(app, { name: 'Krisenstab Ennepe-Ruhr-Kreis' })
  for (const town of ['Schwelm', 'Ennepetal'])
    await staff.lead.client.post(`/api/staffs/${staff.staffId}/members`, {
      name: `Mitglied ${town}`,
      email: `${town.toLowerCase()}@kreis.example`,
      organisation: `Stadt ${town}`,
      roles: ['member'],
    })
  const person = await addMember(app, staff, { name: 'Gerda Ohmsen', withAccount: false })
  const given = await staff.lead.client.post<{ code: string }>(
    `/api/members/${person.memberId}/enrolment`,
    { send: 'print' },
  )
  token = given.code
  await app.client().post('/api/enrolment/read', { token })
})
afterAll(() => app.stop())

/**
 * What is wrong with it, for somebody who has not got the app code yet; null when only the code is.
 */
async function problemOf(password: string): Promise<string | null> {
  const body = { token, password, code: '000000' }
  const answer = await app.client().fetch('POST', '/api/enrolment/confirm', body)
  const { errors } = (await answer.json()) as { errors: { field: string; problem: string }[] }
  expect(answer.status, password).toBe(400)
  return errors[0]!.field === 'password' ? errors[0]!.problem : null
}

test.each([
  'Hochwasser2026',
  'Ennepetal2026',
  'Schwelm2026!',
  'Januar2026!!',
  'Montag123456',
  'Deutschland1',
  'Landratsamt1',
  'Ennepe-Ruhr1',
  '12345678910a',
  'Bundesrepublik1',
  'Schwelm-Ennepetal',
  'Krisenstab Montag',
  'Gerda.Ohmsen2026',
  'Nordrhein-Westfalen',
  'aA1!aA1!aA1!aA1!',
  'Schwelm58332!',
  'Witten58452!!',
  '58452 Witten!',
  'Montag08:30Uhr',
  'Deichbruch2026',
  'Gerda!Ohmsen!2026',
  'Katwarn2026!!',
  'NinaWarnApp26',
  'Nordrhein-Westfalen1',
  'Krisenstab Ennepe Ohmsen',
  'Maerz-Ennepetal-2026',
])('%s is refused, since it is soon guessed at this place', async password => {
  expect(['guessable', 'common', 'personal']).toContain(await problemOf(password))
})

test.each([
  testPassword,
  'vier Tassen blaues Moor',
  'Kühe mögen keinen Dienstag',
  'x7#kQ9!vLp2@',
  'fünf Pferde am Deich',
  'Tulpe Ofen Gabel Wolke',
  'Leitung kocht grünen Tee um 7',
])('%s is taken', async password => {
  expect(await problemOf(password)).toBeNull()
})

test('the first staff knows its own name before it is stored', async () => {
  const fresh = await startApp()
  try {
    const machine = await atTheMachine(fresh)
    const answer = await machine.fetch('POST', '/api/first-start/staff', {
      staffName: 'Krisenstab Wupperbogen',
      organisation: 'Wupperbogenkreis',
      template: 'nrw',
      lead: { name: 'Ada Muster', email: 'ada@kreis.example' },
      password: 'Wupperbogenkreis1',
    })
    expect(await answer.json()).toMatchObject({
      errors: [{ field: 'password', problem: 'guessable' }],
    })
  } finally {
    await fresh.stop()
  }
})
