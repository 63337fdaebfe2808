import { expect, test } from 'vitest'
import { startApp, TestClock } from '../support/app.ts'
import { fingerprintOf } from '../support/fingerprint.ts'
import { addMember, foundStaff, type Signed } from '../support/staff.ts'

const roles = ['lead', 'kgs', 'minuteTaker', 'member', 'guest', 'records', 'press', 'it'] as const
type Role = (typeof roles)[number]
const content: Role[] = ['lead', 'kgs', 'minuteTaker', 'member', 'guest', 'press']
const desk: Role[] = ['lead', 'kgs']
const everybody: Role[] = [...roles]

test('each role may do what it is for, and nothing else', { timeout: 120_000 }, async () => {
  const house = await startApp({ clock: new TestClock('2026-11-24T08:00:00Z') })
  try {
    const own = await foundStaff(house)
    const people = new Map<Role, Signed>()
    for (const role of roles) {
      people.set(
        role,
        await addMember(house, own, {
          name: `Rolle ${role[0]!.toUpperCase()}${role.slice(1)}`,
          roles: [role],
        }),
      )
    }
    const s = `/api/staffs/${own.staffId}`
    const incident = { title: 'Hochwasser (erfunden)', kind: 'operation' }
    const at = {
      incident,
      startsAt: new Date(house.deps.clock.now().getTime() + 60_000).toISOString(),
      durationMin: 50,
    }
    const planned = await own.lead.client.post<{ meeting: { meetingId: string } }>(
      `${s}/meetings/at`,
      at,
    )
    const m = `/api/meetings/${planned.meeting.meetingId}`
    const someone = people.get('member')!.memberId
    const { attendeeId } = (
      await own.lead.client.get<{ attendeeId: string; memberId: string }[]>(`${m}/attendees`)
    ).find(attendee => attendee.memberId === someone)!
    const other = await own.lead.client.post<{ meeting: { meetingId: string } }>(
      `${s}/meetings/at`,
      at,
    )
    const closed = `/api/meetings/${other.meeting.meetingId}`
    await own.lead.client.post(`${closed}/open`)
    await own.lead.client.post(`${closed}/close`)

    const { functions } = await own.lead.client.get<{ functions: { functionId: string }[] }>(
      `${s}/roster`,
    )
    const { functionId } = functions[0]!

    const table: [Role[], string, string, unknown?][] = [
      [everybody, 'GET', s],
      [['lead', 'it'], 'PATCH', s, { hotline: '1', revision: 1 }],
      [everybody, 'GET', `${s}/roster`],
      [everybody, 'PUT', `/api/me/staffs/${own.staffId}/sharing`, { sharesDetails: true }],
      [desk, 'POST', `${s}/functions`, { label: 'EMS Deich', block: 'EMS' }],
      [desk, 'POST', `${s}/members`, { name: 'Neu', email: 'neu@kreis.example' }],
      [desk, 'PATCH', `${s}/members/${someone}`, { organisation: 'X' }],
      [['lead', 'it'], 'GET', `${s}/outbox`],
      [everybody.filter(role => role !== 'it'), 'GET', `${s}/incidents`],
      [desk, 'POST', `${s}/incidents`, incident],
      [
        ['lead', 'it'],
        'POST',
        '/api/staffs',
        { name: 'Noch ein Stab', template: 'bw', lead: { name: 'L', email: 'l@kreis.example' } },
      ],
      [desk, 'POST', `${s}/meetings/now`, { incident }],
      [desk, 'POST', `${s}/meetings/at`, at],
      [everybody.filter(role => role !== 'it'), 'GET', m],
      [everybody.filter(role => role !== 'it'), 'GET', `${m}/attendees`],
      [everybody.filter(role => role !== 'it'), 'GET', `${m}/attendance`],
      [everybody.filter(role => role !== 'it'), 'GET', `${m}/board`],
      [everybody.filter(role => role !== 'it'), 'GET', `${m}/history`],
      [content, 'GET', `${m}/entries`],
      [content, 'GET', `${s}/orders`],
      [desk, 'PATCH', m, { seats: 5, revision: 1 }],
      [
        ['lead', 'kgs', 'minuteTaker'],
        'PUT',
        `${m}/agenda`,
        { items: [{ title: 'Lage' }], revision: 1 },
      ],
      [desk, 'POST', `${m}/remind`, {}],
      [desk, 'POST', `${m}/calls`, { outcome: 'notReached', memberId: someone }],
      [['lead'], 'POST', `${m}/attendees/${attendeeId}/link`],
      [content, 'PUT', `${m}/reply`, { kind: 'accepted', mode: 'video' }],
      [['lead'], 'POST', `${m}/open`],
      [['lead'], 'POST', `${m}/unopen`],
      [['lead'], 'POST', `${m}/open`],
      [desk, 'POST', `${m}/check-in`, { memberId: someone }],
      [desk, 'POST', `${m}/check-in/all-on-site`],
      [desk, 'GET', `${m}/check-in/journal`],
      [['lead', 'kgs', 'minuteTaker'], 'GET', `${m}/acting`],
      [desk, 'POST', `${m}/visitors`, { name: 'Nadine Falk' }],
      [desk, 'GET', `${m}/door`],
      [['lead', 'kgs', 'minuteTaker'], 'POST', `${m}/decisions`, { text: 'Beschluss' }],
      [['lead', 'kgs', 'minuteTaker'], 'POST', `${m}/orders`, { text: 'Auftrag' }],
      [['lead', 'kgs', 'minuteTaker'], 'POST', `${m}/log`, { text: 'Eintrag' }],
      [content, 'PUT', `${m}/hand`],
      [['lead'], 'POST', `${m}/pause`],
      [['lead'], 'POST', `${m}/resume`],
      // while it runs the records desk is told to wait for the close, which is no refusal of the
      // person
      [
        ['lead', 'records'],
        'GET',
        `/api/records/attendance.csv?meetingId=${planned.meeting.meetingId}`,
      ],
      [['lead'], 'POST', `${m}/close`],
      [
        ['lead', 'records'],
        'GET',
        `/api/records/attendance.csv?meetingId=${planned.meeting.meetingId}`,
      ],
      [
        ['lead', 'records'],
        'GET',
        `/api/records/persons.json?staffId=${own.staffId}&from=2026-01-01&until=2026-12-31`,
      ],
      [
        ['lead', 'records'],
        'GET',
        `/api/records/summary?staffId=${own.staffId}&from=2026-01-01&until=2026-12-31`,
      ],
      [['lead', 'records'], 'GET', `/api/records/functions?staffId=${own.staffId}`],
      [
        ['lead', 'records'],
        'GET',
        `/api/records/holder?staffId=${own.staffId}&functionId=${functionId}&at=2026-11-24T08:00:00Z`,
      ],
      [everybody, 'GET', `${s}/my-attendance`],
      [['lead', 'kgs', 'it'], 'GET', `${s}/access`],
      [content, 'GET', `${closed}/minutes`],
      [content, 'GET', `${closed}/minutes.json`],
      [
        ['lead', 'kgs', 'minuteTaker'],
        'PATCH',
        `${closed}/minutes`,
        { revision: 1, edits: { lage: 'x' } },
      ],
      [['lead'], 'PUT', `${closed}/minutes/minute-taker`, { memberId: someone }],
      [['lead'], 'POST', `${closed}/minutes/release`, { revision: 99 }],
      [everybody.filter(role => role !== 'it'), 'GET', `${s}/minutes`],
    ]
    const deviations: string[] = []
    for (const [allowed, method, path, body] of table) {
      // those who may not come first, so that nothing was changed before they tried
      for (const role of roles.toSorted(
        (a, b) => Number(allowed.includes(a)) - Number(allowed.includes(b)),
      )) {
        const before = allowed.includes(role) ? null : await fingerprintOf(house)
        const response = await people.get(role)!.client.fetch(method, path, body)
        const isRefused = response.status === 403 || response.status === 404
        if (isRefused === allowed.includes(role))
          deviations.push(`${role} ${method} ${path}: ${response.status} ${await response.text()}`)
        if (before !== null && before !== (await fingerprintOf(house)))
          deviations.push(`${role} ${method} ${path} changed something`)
        if (response.status >= 500) deviations.push(`${role} ${method} ${path}: ${response.status}`)
      }
    }
    expect(deviations).toEqual([])
  } finally {
    await house.stop()
  }
})
