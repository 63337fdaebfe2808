import type { TestApp } from '../support/app.ts'
import { ApiFailure } from '../support/client.ts'
import { addMember, convene, type Signed } from '../support/staff.ts'

type Reply = {
  kind: string
  mode: string | null
  deputyName: string | null
  isDeputyOut: boolean
} | null
type Attendee = {
  attendeeId: string
  memberId: string | null
  name: string
  functions: string[]
  reply: Reply
  formerReply: Reply
  deputyForNames: string[]
}
type BoardRow = {
  label: string
  filledBy: { name: string; standsInFor: string | null }[]
  unfilled: { reason: { kind: string }; call: { name: string } | null } | null
}
type Hand = { kind: string; count: number; meetingId: string | null }
type Mail = { mailId: string; meetingId: string | null; kind: string; toName: string }
type MinutesRecord = {
  gaps: object[]
  minuteTakers: { name: string }[]
  signatures: { name: string | null }[]
}

/** What the desk of a staff does about its meetings, over HTTP, with people without account. */
export function deskOf(app: TestApp, staff: { staffId: string; lead: Signed }) {
  const { client } = staff.lead
  const ofStaff = `/api/staffs/${staff.staffId}`
  const functions = async () =>
    (
      await client.get<{ functions: { functionId: string; label: string; isRequired: boolean }[] }>(
        `${ofStaff}/roster`,
      )
    ).functions
  const attendees = (id: string) => client.get<Attendee[]>(`/api/meetings/${id}/attendees`)
  const row = async (id: string, { memberId }: Signed) =>
    (await attendees(id)).find(each => each.memberId === memberId)
  const reply = async (id: string, who: Signed, given: object) =>
    client.call(
      'PUT',
      `/api/meetings/${id}/attendees/${(await row(id, who))!.attendeeId}/reply`,
      given,
    )
  const mails = async () =>
    (await client.get<Mail[]>(`${ofStaff}/outbox`))
      .filter(mail => mail.kind !== 'enrolment')
      .toReversed()
  const board = (id: string) =>
    client.get<{ rows: BoardRow[]; missing: { name: string }[] }>(`/api/meetings/${id}/board`)
  return {
    /** Makes this function the only required one. */
    async requireOnly(label: string) {
      for (const { functionId, isRequired, ...fn } of await functions())
        if (isRequired !== (fn.label === label))
          await client.call('PATCH', `${ofStaff}/functions/${functionId}`, {
            isRequired: fn.label === label,
          })
    },
    add: (name: string, roles = ['member']) =>
      addMember(app, staff, { name, roles, withAccount: false }),
    /** The first is the holder, the others deputies in order; null: the function is vacant. */
    async hold(label: string, ...members: (Signed | null)[]) {
      const { functionId } = (await functions()).find(fn => fn.label === label)!
      const holders = members.flatMap((member, rank) =>
        member ? { memberId: member.memberId, rank } : [],
      )
      await client.call('PUT', `${ofStaff}/functions/${functionId}/holders`, { holders })
    },
    plan: (startsAt: string, more: object = {}) => convene(app, staff, { startsAt, ...more }),
    move: (id: string, startsAt: string) =>
      client.post(`/api/meetings/${id}/move/at`, { startsAt, durationMin: 50 }),
    attendees,
    row,
    reply,
    accepts: (id: string, who: Signed, mode = 'onSite') =>
      reply(id, who, { kind: 'accepted', mode }),
    declines: (id: string, who: Signed, deputy?: Signed) =>
      reply(id, who, {
        kind: 'declined',
        ...(deputy ? { deputyMemberId: deputy.memberId } : {}),
      }),
    leaves: ({ memberId }: Signed) => client.call('DELETE', `${ofStaff}/members/${memberId}`),
    comesBack: ({ memberId }: Signed) =>
      client.call('PATCH', `${ofStaff}/members/${memberId}`, { leftAt: null }),
    keepsOnlyRecords: ({ memberId }: Signed) =>
      client.call('PATCH', `${ofStaff}/members/${memberId}`, { roles: ['records'] }),
    takeOut: (id: string, { memberId }: Signed) =>
      client.call('DELETE', `/api/meetings/${id}/members/${memberId}`),
    invite: (id: string, { memberId }: Signed) =>
      client.post(`/api/meetings/${id}/members`, { memberId }),
    open: (id: string) => client.post(`/api/meetings/${id}/open`),
    close: (id: string, body: object = {}) => client.post(`/api/meetings/${id}/close`, body),
    checkIn: (id: string, { memberId }: Signed) =>
      client.post(`/api/meetings/${id}/check-in`, { memberId, mode: 'onSite' }),
    async checkOut(id: string, who: Signed) {
      const { attendeeId } = (await row(id, who))!
      await client.post(`/api/meetings/${id}/check-out`, { attendeeId, mode: 'onSite' })
    },
    mails,
    told: async ({ name }: Signed) =>
      (await mails()).filter(mail => mail.toName === name).map(mail => mail.kind),
    text: async ({ mailId }: Mail) =>
      (await client.get<{ text: string }>(`/api/mails/${mailId}`)).text,
    board,
    boardRow: async (id: string, label: string) =>
      (await board(id)).rows.find(each => each.label === label)!,
    hand: async () => (await client.get<{ needsHand: Hand[] }>('/api/overview')).needsHand,
    needs: async (id: string) =>
      (await client.get<{ needsHand: Hand[] }>('/api/overview')).needsHand
        .filter(({ meetingId }) => meetingId === id)
        .map(({ kind }) => kind),
    record: async (id: string) =>
      (await client.get<{ record: MinutesRecord }>(`/api/meetings/${id}/minutes`)).record,
    refusal: (work: Promise<unknown>) =>
      work.then(
        () => null,
        (error: unknown) => {
          if (error instanceof ApiFailure) return error
          throw error
        },
      ),
  }
}
