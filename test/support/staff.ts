import type { TestApp } from './app.ts'
import type { Client } from './client.ts'
import { atTheMachine } from './start-code.ts'

export const testPassword = 'ein langes Kennwort 42'

export type Signed = {
  client: Client
  personId: string
  memberId: string
  email: string
  name: string
}

/**
 * Does the first start: an invented staff with its lead, signed in. `appSecret` is what their app
 * for codes has.
 */
export async function foundStaff(
  app: TestApp,
  {
    name = 'Krisenstab Beispielkreis',
    template = 'nrw',
    leadName = 'Dr. Sabine Köhler-Özdemir',
    email = 'koehler@kreis.example',
  } = {},
): Promise<{ staffId: string; lead: Signed; appSecret: string }> {
  const client = await atTheMachine(app)
  const made = await client.post<{ enrolmentToken: string; totp: { secret: string } }>(
    '/api/first-start/staff',
    {
      staffName: name,
      organisation: 'Beispielkreis',
      template,
      lead: { name: leadName, email },
      password: testPassword,
    },
  )
  await client.enrol({
    token: made.enrolmentToken,
    password: testPassword,
    totpSecret: made.totp.secret,
  })
  const { me } = await client.get<{
    me: { personId: string; memberships: { staffId: string; memberId: string }[] }
  }>('/api/session')
  const { staffId, memberId } = me.memberships[0]!
  const lead = { client, personId: me.personId, memberId, email, name: leadName }
  return { staffId, lead, appSecret: made.totp.secret }
}

/** Adds a member, with functions by label; `withAccount` false: without password and app. */
export async function addMember(
  app: TestApp,
  { staffId, lead }: { staffId: string; lead: Signed },
  {
    name,
    roles = ['member'],
    functions = [],
    withAccount = true,
  }: { name: string; roles?: string[]; functions?: string[]; withAccount?: boolean },
): Promise<Signed> {
  const email = `${name
    .normalize('NFKD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase()}@kreis.example`
  const member = await lead.client.post<{ memberId: string; personId: string }>(
    `/api/staffs/${staffId}/members`,
    {
      name,
      email,
      roles,
      organisation: 'Kreis',
    },
  )
  const roster = await lead.client.get<{ functions: { functionId: string; label: string }[] }>(
    `/api/staffs/${staffId}/roster`,
  )
  for (const label of functions) {
    const fn = roster.functions.find(f => f.label === label)!
    await lead.client.call('PUT', `/api/staffs/${staffId}/functions/${fn.functionId}/holders`, {
      holders: [{ memberId: member.memberId, rank: 0 }],
    })
  }
  const client = app.client()
  if (withAccount) {
    const { code } = await lead.client.post<{ code: string }>(
      `/api/members/${member.memberId}/enrolment`,
      { send: 'print' },
    )
    await client.enrol({ token: code, password: testPassword })
  }
  return { client, personId: member.personId, memberId: member.memberId, email, name }
}

/** Convenes a meeting that begins in `inMin` minutes by the app's own clock. */
export async function convene(
  app: TestApp,
  { staffId, lead }: { staffId: string; lead: Signed },
  { inMin = 5, ...more }: { inMin?: number; [field: string]: unknown } = {},
): Promise<string> {
  const startsAt = new Date(app.deps.clock.now().getTime() + inMin * 60_000).toISOString()
  const made = await lead.client.post<{ meeting: { meetingId: string } }>(
    `/api/staffs/${staffId}/meetings/at`,
    {
      incident: { title: 'Hochwasser (erfunden)', kind: 'operation' },
      startsAt,
      durationMin: 50,
      place: 'Kreishaus, Raum 101',
      seats: 12,
      ...more,
    },
  )
  return made.meeting.meetingId
}

/** The token of a person's link, as the lead hands it out. */
export async function linkOf(
  { lead }: { lead: Signed },
  meetingId: string,
  { memberId }: Pick<Signed, 'memberId'>,
): Promise<string> {
  const path = `/api/meetings/${meetingId}/attendees`
  const attendees = await lead.client.get<{ attendeeId: string; memberId: string }[]>(path)
  const { attendeeId } = attendees.find(attendee => attendee.memberId === memberId)!
  const { url } = await lead.client.post<{ url: string }>(`${path}/${attendeeId}/link`)
  return url.slice(url.indexOf('#') + 1)
}
