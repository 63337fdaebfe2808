import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ApiFailure, type Client } from '../client.ts'
import {
  addressOf,
  deputiesOf,
  gather,
  giveFunction,
  joinStaff,
  leadOf,
  personOf,
  type Cast,
} from './cast.ts'
import type { Connection, Stage } from './stage.ts'
import type { Step, Story } from './story.ts'

const modes = { 'vor Ort': 'onSite', virtuell: 'video', telefonisch: 'phone' } as const
type Mode = keyof typeof modes

export class StepFailure extends Error {
  override readonly name = 'StepFailure'
}

type Attendee = { attendeeId: string; memberId: string | null; name: string }

/** Plays a story through the public HTTP API and writes what the product gave its users. */
export async function play(
  story: Story,
  { stage, out }: { stage: Stage; out: string },
): Promise<void> {
  const cast = await attempt('staff and people', () => gather(story, stage))
  const leadKey = leadOf(story).key
  const lead = cast.get(leadKey)!.client
  const staffId = (await lead.get<{ me: { memberships: { staffId: string }[] } }>('/api/session'))
    .me.memberships[0]!.staffId
  const startsAtMs = Math.ceil(stage.nowMs() / 1000) * 1000 + story.meeting.startsInS * 1000
  const meetingId = await attempt('meeting', () => plan(story, { lead, staffId, startsAtMs, cast }))
  for (const [i, reply] of story.replies.entries()) {
    const give = () => giveReply(cast, { meetingId, by: reply.who, reply })
    await attempt(`replies.${i}`, () =>
      invitedFirst(reply.who, give, { cast, leadKey, deputies: deputiesOf(story), meetingId }),
    )
  }
  const board = await attempt('board', () => stage.watch(lead, `/meetings/${meetingId}/wall`))
  const firstMs = Math.min(0, ...story.steps.map(step => step.atS)) * 1000
  await stage.until(startsAtMs + firstMs)
  // on a slow machine the first second comes late, and all steps are moved by as much, so that
  // durations stay right
  const originMs = Math.max(startsAtMs, stage.nowMs() - firstMs)
  await playSteps({
    story,
    stage,
    cast,
    leadKey,
    deputies: deputiesOf(story),
    staffId,
    meetingId,
    originMs,
    out,
    board,
  })
  await collect(story, { stage, lead, staffId, meetingId, out })
}

async function plan(
  story: Story,
  {
    lead,
    staffId,
    startsAtMs,
    cast,
  }: { lead: Client; staffId: string; startsAtMs: number; cast: Map<string, Cast> },
): Promise<string> {
  const { meeting } = story
  const kind = meeting.kind === 'Übung' ? 'exercise' : 'operation'
  const minuteTaker =
    meeting.minuteTaker ?? story.people.find(p => p.roles.includes('minuteTaker'))?.key
  const made = await lead.post<{ meeting: { meetingId: string } }>(
    `/api/staffs/${staffId}/meetings/at`,
    {
      incident: { title: meeting.incident ?? 'Lage (erfunden)', kind },
      kind,
      startsAt: new Date(startsAtMs).toISOString(),
      durationMin: meeting.durationMin,
      place: meeting.place,
      hasVirtualRoom: meeting.virtual,
      ...(meeting.title === undefined ? {} : { title: meeting.title }),
      ...(meeting.seats === undefined ? {} : { seats: meeting.seats }),
      ...(minuteTaker === undefined ? {} : { minuteTakerId: personOf(cast, minuteTaker).memberId }),
      ...(meeting.agenda === undefined ? {} : { agenda: meeting.agenda }),
    },
  )
  return made.meeting.meetingId
}

type Scene = {
  story: Story
  stage: Stage
  cast: Map<string, Cast>
  leadKey: string
  deputies: Set<string>
  staffId: string
  meetingId: string
  /** the moment of second 0 of the story */
  originMs: number
  out: string
  board: { picture: () => Promise<Uint8Array> }
}

async function playSteps(scene: Scene): Promise<void> {
  const devices = new Map<string, Connection>()
  const steps = scene.story.steps
    .map((step, i) => ({ step, i }))
    .sort((a, b) => a.step.atS - b.step.atS || a.i - b.i)
  const play = async ({ step, i }: (typeof steps)[number]) =>
    attempt(`steps.${i} (${step.do} at ${step.atS} s)`, () => playStep(step, { ...scene, devices }))
  try {
    for (let at = 0; at < steps.length;) {
      const { step } = steps[at]!
      const atMs = scene.originMs + step.atS * 1000
      if (step.do === 'close') {
        // earlier, so that taking the picture does not delay the close
        await scene.stage.until(atMs - pictureTakesMs)
        await attempt('board.png', async () =>
          writeFile(join(scene.out, 'board.png'), await scene.board.picture()),
        )
      }
      await scene.stage.until(atMs)
      const atOnce = steps
        .slice(at)
        .findIndex(
          other =>
            other.step.atS !== step.atS || other.step.do !== step.do || !isConnecting(other.step),
        )
      const together = steps.slice(at, at + Math.max(1, atOnce === -1 ? steps.length : atOnce))
      await Promise.all(together.map(play))
      // who left is told before a virtual clock has passed the meeting, as in real time
      if (step.do === 'leaveStaff') {
        const lead = personOf(scene.cast, scene.leadKey).client
        await scene.stage.mailsLeave(hasNoMailWaiting(lead, scene.staffId))
      }
      at += together.length
    }
  } finally {
    await Promise.all([...devices.values()].map(device => device.cut().catch(() => {})))
  }
}

const pictureTakesMs = 900

function hasNoMailWaiting(lead: Client, staffId: string): () => Promise<boolean> {
  return async () => {
    const mails = await lead.get<{ state: string }[]>(`/api/staffs/${staffId}/outbox`)
    return mails.every(mail => mail.state !== 'pending' && mail.state !== 'sending')
  }
}

/** Steps that take a device a moment; several people do them at the same time. */
const isConnecting = (step: Step) => step.do === 'join' || step.do === 'leave' || step.do === 'cut'

async function playStep(
  step: Step,
  { devices, ...scene }: Scene & { devices: Map<string, Connection> },
): Promise<void> {
  const { story, stage, cast, leadKey, staffId, meetingId } = scene
  const by = personOf(cast, step.by ?? leadKey).client
  const base = `/api/meetings/${meetingId}`
  switch (step.do) {
    case 'open':
    case 'pause':
    case 'resume':
      return void (await personOf(cast, step.who ?? step.by ?? leadKey).client.post(
        `${base}/${step.do}`,
      ))
    case 'close': {
      const told =
        step.endedAtS === undefined
          ? {}
          : { endedAt: new Date(scene.originMs + step.endedAtS * 1000).toISOString() }
      const { client } = personOf(cast, step.who ?? step.by ?? leadKey)
      const reason = step.reason === undefined ? {} : { reason: step.reason }
      return void (await client.post(`${base}/close`, { ...told, ...reason }))
    }
    case 'move': {
      const { revision } = await by.get<{ revision: number }>(base)
      return void (await by.post(`${base}/move/at`, {
        startsAt: new Date(stage.nowMs() + step.toInS * 1000).toISOString(),
        durationMin: story.meeting.durationMin,
        revision,
      }))
    }
    case 'reply':
      return invitedFirst(
        step.who,
        () => giveReply(cast, { meetingId, by: step.by ?? step.who, reply: step }),
        scene,
      )
    case 'checkIn':
    case 'checkOut': {
      const who = personOf(cast, step.who)
      const mode = modes[step.mode ?? 'vor Ort']
      if (by === who.client && step.by === step.who && step.by !== leadKey && mode === 'onSite')
        return checkSelf(step.do, { by, base, lead: cast.get(leadKey)!.client })
      return void (await by.post(`${base}/${step.do === 'checkIn' ? 'check-in' : 'check-out'}`, {
        memberId: who.memberId,
        mode,
      }))
    }
    case 'visitor':
      return void (await by.post(`${base}/visitors`, {
        name: step.name,
        organisation: step.organisation ?? '',
        mode: modes[step.mode ?? 'vor Ort'],
      }))
    case 'join': {
      const { client } = personOf(cast, step.who)
      const ask = () =>
        client.post<{ url: string; token: string; identity: string }>(`${base}/join`, {
          device: step.device,
        })
      devices.set(
        `${step.who}/${step.device}`,
        await stage.connect(await invitedFirst(step.who, ask, scene)),
      )
      return
    }
    case 'leave':
    case 'cut': {
      const key = `${step.who}/${step.device}`
      const device = devices.get(key)
      if (!device) throw new Error(`"${step.who}" has not joined with "${step.device}"`)
      devices.delete(key)
      return void (await device[step.do]())
    }
    case 'decide':
      return void (await by.post(`${base}/decisions`, {
        text: step.text,
        ...(step.reason ? { reason: step.reason } : {}),
      }))
    case 'order': {
      const responsible =
        step.responsible === undefined
          ? {}
          : cast.has(step.responsible)
            ? { responsibleId: cast.get(step.responsible)!.memberId }
            : { responsibleText: step.responsible }
      const due =
        step.dueInH === undefined
          ? {}
          : { dueAt: new Date(stage.nowMs() + step.dueInH * 3_600_000).toISOString() }
      return void (await by.post(`${base}/orders`, { text: step.text, ...responsible, ...due }))
    }
    case 'done': {
      const orders = (
        await by.get<{ entryId: string; kind: string; number: number; text: string }[]>(
          `${base}/entries`,
        )
      ).filter(e => e.kind === 'order')
      const named = step.order ?? step.text
      const order =
        named === undefined
          ? orders.at(-1)
          : orders.find(o => o.text === named || o.number === named)
      if (!order) throw new Error(`there is no order "${String(named)}"`)
      const doer = step.who ? personOf(cast, step.who).client : by
      return void (await doer.post(`/api/entries/${order.entryId}/done`))
    }
    case 'leaveStaff': {
      const { memberId } = personOf(cast, step.who)
      await by.call('DELETE', `/api/staffs/${staffId}/members/${memberId}`)
      const own = [...devices].filter(([key]) => key.startsWith(`${step.who}/`))
      for (const [key] of own) devices.delete(key)
      if (own.length === 0) return
      const late = delay(20_000, null, { ref: false }).then(() => {
        throw new Error(`"${step.who}" is still in the room`)
      })
      return void (await Promise.race([Promise.all(own.map(([, device]) => device.ended())), late]))
    }
    case 'joinStaff': {
      const person = story.people.find(each => each.key === step.who)! // checked when it was read
      const functions = step.functions ?? person.functions
      return joinStaff(person, { lead: by, staffId, stage, cast, functions })
    }
    case 'holder': {
      const { memberId } = personOf(cast, step.who)
      return giveFunction(step.function, { lead: by, staffId, memberId })
    }
    case 'log':
      return void (await by.post(`${base}/log`, { text: step.text }))
    case 'outage':
      return stage.outage(step.forS)
  }
}

async function checkSelf(
  act: 'checkIn' | 'checkOut',
  { by, base, lead }: { by: Client; base: string; lead: Client },
): Promise<void> {
  if (act === 'checkOut') return void (await by.post(`${base}/check-out/self`))
  const { code } = await lead.get<{ code: string }>(`${base}/door`)
  await by.post(`${base}/check-in/self`, { code })
}

/** A deputy whom nobody has named is invited by the lead first, and then does the step. */
async function invitedFirst<T>(
  who: string,
  act: () => Promise<T>,
  {
    cast,
    leadKey,
    deputies,
    meetingId,
  }: Pick<Scene, 'cast' | 'leadKey' | 'deputies' | 'meetingId'>,
): Promise<T> {
  try {
    return await act()
  } catch (error) {
    const isStranger =
      error instanceof ApiFailure && (error.body as { code?: unknown }).code === 'notInvited'
    if (!isStranger || !deputies.has(who)) throw error
    await personOf(cast, leadKey).client.post(`/api/meetings/${meetingId}/members`, {
      memberId: personOf(cast, who).memberId,
    })
    return act()
  }
}

async function giveReply(
  cast: Map<string, Cast>,
  {
    meetingId,
    by,
    reply,
  }: {
    meetingId: string
    by: string
    reply: {
      who: string
      mode?: Mode | undefined
      declined?: boolean | undefined
      deputy?: string | undefined
    }
  },
): Promise<void> {
  const who = personOf(cast, reply.who)
  const body =
    reply.declined || reply.mode === undefined
      ? {
          kind: 'declined',
          deputyMemberId: reply.deputy === undefined ? null : personOf(cast, reply.deputy).memberId,
        }
      : { kind: 'accepted', mode: modes[reply.mode] }
  if (by === reply.who)
    return void (await who.client.call('PUT', `/api/meetings/${meetingId}/reply`, body))
  const actor = personOf(cast, by).client
  const attendees = await actor.get<Attendee[]>(`/api/meetings/${meetingId}/attendees`)
  const attendee = attendees.find(a => a.memberId === who.memberId)
  if (!attendee) throw new Error(`"${reply.who}" is not invited`)
  await actor.call('PUT', `/api/meetings/${meetingId}/attendees/${attendee.attendeeId}/reply`, body)
}

async function collect(
  story: Story,
  {
    stage,
    lead,
    staffId,
    meetingId,
    out,
  }: {
    stage: Stage
    lead: Client
    staffId: string
    meetingId: string
    out: string
  },
): Promise<void> {
  const isComplete = hasNoMailWaiting(lead, staffId)
  for (const person of story.people) {
    const calendar = await stage.lastCalendar(addressOf(person), isComplete)
    if (calendar !== null) await writeFile(join(out, `invitation-${person.key}.ics`), calendar)
  }
  const files = {
    'attendance.csv': `/api/records/attendance.csv?meetingId=${meetingId}`,
    'persons.csv': `/api/records/persons.csv?meetingId=${meetingId}`,
    ...(story.steps.some(step => step.do === 'close')
      ? {
          'minutes.pdf': `/api/meetings/${meetingId}/minutes.pdf`,
          'minutes.json': `/api/meetings/${meetingId}/minutes.json`,
        }
      : {}),
  }
  for (const [name, path] of Object.entries(files)) {
    await attempt(name, async () => writeFile(join(out, name), await lead.download(path)))
  }
}

async function attempt<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof StepFailure) throw error
    throw new StepFailure(`${what}: ${error instanceof Error ? error.message : String(error)}`)
  }
}
