import { issueEnrolment, readEnrolment } from '../accounts/actions/enrol.ts'
import { refuseWeakPassword } from '../accounts/actions/proof.ts'
import { markSample } from '../accounts/store/installation.ts'
import type { Visit } from '../accounts/visit.ts'
import { recordAudit } from '../audit/store.ts'
import type { Actor } from '../lib/actor.ts'
import type { Context } from '../lib/context.ts'
import type { Db } from '../lib/db.ts'
import { DomainError } from '../lib/errors.ts'
import { newId, type MeetingId, type MemberId, type PersonId, type StaffId } from '../lib/ids.ts'
import { MeetingAtInput } from '../meetings/contract.ts'
import { planMeetingAt } from '../planning/actions.ts'
import { replyAsMyself } from '../replies/actions.ts'
import { addMember } from '../roster/store/members.ts'
import { createStaff } from '../roster/store/staffs.ts'
import type { FirstStaff, FirstStaffInput, SampleMade } from './contract.ts'
import { sampleAddress, sampleIncident, sampleMeeting, samplePeople, sampleStaff, type SamplePerson } from './sample.ts'
import { isUntouched, lockSetup, removeAbandonedSetup } from './store.ts'

/**
 * Makes the first staff and its lead. The installation counts as untouched until the lead has confirmed the app code, so a page
 * closed half-way locks nobody out: the next first start replaces what is there.
 */
export async function makeFirstStaff(visit: Visit, input: FirstStaffInput): Promise<FirstStaff> {
  refuseWeakPassword('password', input.password, input.lead)
  const { staffId, code } = await untouched(visit, async tx => {
    await removeAbandonedSetup(tx)
    const at = visit.clock.now()
    const { staffName: name, organisation, template, zone, lead } = input
    const staff = await createStaff(tx, { name, organisation, template, zone, language: lead.language, at })
    if (!staff) throw new DomainError('conflict', 'There is a staff of this name already')
    const { staffId } = staff
    const functions = staff.functions.filter(fn => fn.block === 'Leitung').slice(0, 1).map(fn => ({ functionId: fn.functionId, rank: 0 }))
    const { personId } = await addMember(tx, { staffId, person: lead, roles: ['lead', 'it', 'member'], at, functions })
    const { code } = await issueEnrolment(visit, tx, { personId, createdBy: null })
    await recordAudit(tx, { at, staffId, actorId: personId, action: 'staff.created', subject: staffId, details: { way: 'firstStart' }, requestId: visit.requestId })
    return { staffId, code }
  })
  const { totp } = await readEnrolment(visit, { token: code })
  return { staffId, totp, enrolmentToken: code }
}

/** Makes the invented staff with a meeting that is about to begin, all or nothing. From then on this is a sample installation. */
export async function makeSample(visit: Visit): Promise<SampleMade> {
  return await untouched(visit, async tx => {
    await removeAbandonedSetup(tx)
    const at = visit.clock.now()
    const staff = await createStaff(tx, { ...sampleStaff, template: 'nrw', zone: 'Europe/Berlin', language: 'de', isSample: true, at })
    if (!staff) throw new DomainError('conflict', 'There is a sample staff already')
    const { staffId } = staff
    const functionIds = new Map(staff.functions.map(fn => [fn.label, fn.functionId]))
    const ranked = (labels: string[] | undefined, rank: number) =>
      (labels ?? []).flatMap(label => {
        const functionId = functionIds.get(label)
        return functionId ? [{ functionId, rank }] : []
      })
    const actors = new Map<string, Actor>()
    for (const person of samplePeople) {
      const functions = [...ranked(person.holds, 0), ...ranked(person.deputyFor, 1)]
      const made = await addMember(tx, { staffId, person: fieldsOf(person), roles: person.roles, at, functions })
      actors.set(person.mailbox, actorFor(person, { staffId, ...made }, at))
    }
    await markSample(tx)
    await recordAudit(tx, { at, staffId, actorId: null, action: 'staff.created', subject: staffId, details: { way: 'sample' }, requestId: visit.requestId })
    const meetingId = await planSampleMeeting(visit, tx, { staffId, actors, at })
    return { staffId, meetingId }
  })
}

async function planSampleMeeting(
  visit: Visit,
  tx: Db,
  { staffId, actors, at }: { staffId: StaffId; actors: Map<string, Actor>; at: Date },
): Promise<MeetingId> {
  const as = (mailbox: string): Context => contextIn(visit, tx, actors.get(mailbox)!) // the names stand in one list
  const lead = samplePeople[0]!.mailbox
  const startsAt = new Date(Math.ceil((at.getTime() + sampleMeeting.beginsInMs) / 60_000) * 60_000)
  const wish = MeetingAtInput.parse({
    incident: sampleIncident,
    startsAt: startsAt.toISOString(),
    durationMin: sampleMeeting.durationMin,
    place: sampleStaff.defaultPlace,
    seats: sampleStaff.defaultSeats,
    hasVirtualRoom: true,
    agenda: sampleMeeting.agenda,
    minuteTakerId: memberOf(actors, 'sommerfeld'),
  })
  const meetingId = await planMeetingAt(as(lead), staffId, wish)
  for (const { mailbox, reply } of samplePeople) {
    if (!reply) continue
    const said = 'mode' in reply ? { kind: 'accepted' as const, mode: reply.mode } : { kind: 'declined' as const, deputyMemberId: memberOf(actors, reply.deputy) }
    await replyAsMyself(as(mailbox), meetingId, said)
  }
  return meetingId
}

/** Only from a browser on this machine, and only while nobody can sign in; two at once are one after the other. */
async function untouched<T>(visit: Visit, work: (tx: Db) => Promise<T>): Promise<T> {
  if (!visit.isFromThisMachine) throw new DomainError('forbidden', 'The first start works only in a browser on the machine that runs Lagerunde')
  return await visit.database.transaction(async tx => {
    await lockSetup(tx)
    if (!(await isUntouched(tx))) throw new DomainError('conflict', 'Lagerunde is set up already')
    return await work(tx)
  })
}

/** Acts of sample people within one transaction. Their mails stay in the outbox: nobody receives them. */
function contextIn(visit: Visit, tx: Db, actor: Actor): Context {
  // a transaction within this one is a part of it
  const database = { ...visit.database, db: tx as Context['database']['db'], transaction: <T>(work: (inner: Db) => Promise<T>) => work(tx) }
  return { ...visit, database, actor, hasMailServer: false }
}

function actorFor(person: SamplePerson, ids: { staffId: StaffId; memberId: MemberId; personId: PersonId }, at: Date): Actor {
  const { staffId, memberId, personId } = ids
  // never stored: the sample's beginnings happen in no session
  const sessionId = newId('session', at)
  return { personId, sessionId, name: person.name, language: 'de', memberships: [{ staffId, memberId, roles: person.roles }] }
}

function memberOf(actors: Map<string, Actor>, mailbox: string): MemberId {
  const membership = actors.get(mailbox)?.memberships[0]
  if (!membership) throw new Error(`The sample has nobody called "${mailbox}"`)
  return membership.memberId
}

function fieldsOf({ title = '', name, organisation, mailbox, mobile = '' }: SamplePerson) {
  return { title, name, organisation, email: sampleAddress(mailbox), mobile, language: 'de' as const }
}
