import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from '../client.ts'
import type { Step, Story } from './story.ts'

const modes = { 'vor Ort': 'onSite', virtuell: 'video', telefonisch: 'phone' } as const
type Mode = keyof typeof modes

/** How time passes and how people connect: for real, or on a virtual clock with a simulated media server. */
export type Stage = {
  baseUrl: string
  nowMs: () => number
  /** comes back when the clock shows `atMs` */
  until: (atMs: number) => Promise<void>
  connect: (ticket: { url: string; token: string; identity: string }) => Promise<Connection>
  /** the API dies without warning and comes back */
  outage: (forS: number) => Promise<void>
  /** the calendar part of the last mail to this address, when one came */
  lastCalendar: (address: string, isComplete: () => Promise<boolean>) => Promise<string | null>
  /** opens a page in a real browser as this person; pictures of it are taken later */
  watch: (client: Client, path: string) => Promise<{ picture: () => Promise<Uint8Array> }>
}
export type Connection = { leave: () => Promise<unknown>; cut: () => Promise<unknown> }

export class StepFailure extends Error {
  override readonly name = 'StepFailure'
}

type Cast = { client: Client; memberId: string; name: string; email: string }
type Attendee = { attendeeId: string; memberId: string | null; name: string }

/** Plays a story through the public HTTP API and writes what the product gave its users. */
export async function play(story: Story, { stage, out }: { stage: Stage; out: string }): Promise<void> {
  const cast = await attempt('staff and people', () => gather(story, stage))
  const leadKey = leadOf(story).key
  const lead = cast.get(leadKey)!.client
  const staffId = (await lead.get<{ me: { memberships: { staffId: string }[] } }>('/api/session')).me.memberships[0]!.staffId
  const startsAtMs = Math.ceil(stage.nowMs() / 1000) * 1000 + story.meeting.startsInS * 1000
  const meetingId = await attempt('meeting', () => plan(story, { lead, staffId, startsAtMs, cast }))
  for (const [i, reply] of story.replies.entries()) {
    await attempt(`replies.${i}`, () => giveReply(cast, { meetingId, by: reply.who, reply }))
  }
  const board = await attempt('board', () => stage.watch(lead, `/meetings/${meetingId}/wall`))
  await stage.until(startsAtMs)
  await playSteps(story, { stage, cast, leadKey, meetingId, startsAtMs, out, board })
  await collect(story, { stage, cast, lead, staffId, meetingId, out })
}

/** First start, functions, members, accounts. */
async function gather(story: Story, stage: Stage): Promise<Map<string, Cast>> {
  const { staff, people } = story
  const leadPerson = leadOf(story)
  const password = 'geschichte spielt im Kreis 7'
  const lead = new Client(stage.baseUrl, stage.nowMs)
  const made = await lead.post<{ enrolmentToken: string; totp: { secret: string } }>('/api/first-start/staff', {
    staffName: staff.name,
    organisation: staff.organisation ?? staff.name.replace(/^\S+\s/, ''),
    template: staff.template,
    zone: staff.zone,
    lead: {
      title: leadPerson.title ?? '',
      name: leadPerson.name,
      email: leadPerson.email,
      mobile: leadPerson.mobile ?? '',
      language: leadPerson.language ?? 'de',
    },
    password,
  })
  await lead.enrol({ token: made.enrolmentToken, password, totpSecret: made.totp.secret })
  const session = await lead.get<{ me: { memberships: { staffId: string; memberId: string; roles: string[] }[] } }>('/api/session')
  const { staffId, memberId, roles } = session.me.memberships[0]!
  const settings = {
    ...(staff.mergeGapS === undefined ? {} : { mergeGapS: staff.mergeGapS }),
    ...(staff.partlyAfterS === undefined ? {} : { partlyAfterS: staff.partlyAfterS }),
    ...(staff.language === undefined ? {} : { language: staff.language }),
    ...(staff.hotline === undefined ? {} : { hotline: staff.hotline }),
    ...(staff.dialInNumber === undefined ? {} : { dialInNumber: staff.dialInNumber }),
  }
  if (Object.keys(settings).length > 0) await lead.call('PATCH', `/api/staffs/${staffId}`, settings)
  await lead.call('PATCH', `/api/staffs/${staffId}/members/${memberId}`, {
    roles: [...new Set([...roles, ...leadPerson.roles])],
    organisation: leadPerson.organisation ?? '',
  })

  const cast = new Map<string, Cast>([[leadPerson.key, { client: lead, memberId, name: leadPerson.name, email: leadPerson.email }]])
  for (const person of people.filter(p => p !== leadPerson)) {
    const member = await lead.post<{ memberId: string }>(`/api/staffs/${staffId}/members`, {
      title: person.title ?? '',
      name: person.name,
      email: person.email,
      mobile: person.mobile ?? '',
      language: person.language ?? 'de',
      organisation: person.organisation ?? '',
      roles: person.roles.length > 0 ? person.roles : ['member'],
    })
    cast.set(person.key, {
      client: new Client(stage.baseUrl, stage.nowMs),
      memberId: member.memberId,
      name: person.name,
      email: person.email,
    })
  }
  await fillFunctions(story, { lead, staffId, cast })
  // accounts, a few at a time: hashing passwords is meant to be slow
  const waiting = people.filter(p => p !== leadPerson)
  const enrol = async (): Promise<void> => {
    for (let person = waiting.pop(); person; person = waiting.pop()) {
      const actor = cast.get(person.key)!
      const { code } = await lead.post<{ code: string }>(`/api/members/${actor.memberId}/enrolment`, { send: 'print' })
      await actor.client.enrol({ token: code, password })
    }
  }
  await Promise.all([enrol(), enrol(), enrol()])
  return cast
}

async function fillFunctions(
  story: Story,
  { lead, staffId, cast }: { lead: Client; staffId: string; cast: Map<string, Cast> },
): Promise<void> {
  type Fn = { functionId: string; label: string; block: string; isRequired: boolean }
  const roster = await lead.get<{ functions: Fn[] }>(`/api/staffs/${staffId}/roster`)
  const known = new Map(roster.functions.map(fn => [fn.label, fn]))
  const wanted = new Set([...story.people.flatMap(p => p.functions), ...(story.staff.required ?? [])])
  const blocks = [...new Set(roster.functions.map(fn => fn.block))]
  for (const label of wanted) {
    if (known.has(label)) continue
    const block = blockFor(label, blocks)
    const grown = await lead.post<{ functions: Fn[] }>(`/api/staffs/${staffId}/functions`, { label, block, isRequired: false })
    known.set(
      label,
      grown.functions.find(fn => fn.label === label)!,
    )
  }
  for (const fn of known.values()) {
    const isRequired = story.staff.required ? story.staff.required.includes(fn.label) : fn.isRequired
    if (isRequired !== fn.isRequired) await lead.call('PATCH', `/api/staffs/${staffId}/functions/${fn.functionId}`, { isRequired })
  }
  for (const label of new Set(story.people.flatMap(p => p.functions))) {
    const inOrder = story.people.filter(p => p.functions.includes(label))
    const deputies = [...new Set(inOrder.flatMap(p => p.deputies))].filter(key => !inOrder.some(p => p.key === key))
    await lead.call('PUT', `/api/staffs/${staffId}/functions/${known.get(label)!.functionId}/holders`, {
      holders: [
        ...inOrder.map(p => ({ memberId: cast.get(p.key)!.memberId, rank: 0 })),
        ...deputies.map((key, i) => ({ memberId: personOf(cast, key).memberId, rank: i + 1 })),
      ],
    })
  }
}

function blockFor(label: string, blocks: string[]): string {
  const prefixed = blocks.find(block => label.startsWith(block))
  if (prefixed) return prefixed
  if (/^(VP|Verbindung)/.test(label)) return blocks.find(block => block.startsWith('Verbindung')) ?? 'Verbindungspersonen'
  return label.split(' ')[0] === 'EMS' ? 'EMS' : (blocks.find(block => block === 'EMS') ?? blocks.at(-1) ?? label)
}

async function plan(
  story: Story,
  { lead, staffId, startsAtMs, cast }: { lead: Client; staffId: string; startsAtMs: number; cast: Map<string, Cast> },
): Promise<string> {
  const { meeting } = story
  const kind = meeting.kind === 'Übung' ? 'exercise' : 'operation'
  const minuteTaker = meeting.minuteTaker ?? story.people.find(p => p.roles.includes('minuteTaker'))?.key
  const made = await lead.post<{ meeting: { meetingId: string } }>(`/api/staffs/${staffId}/meetings/at`, {
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
  })
  return made.meeting.meetingId
}

type Scene = {
  stage: Stage
  cast: Map<string, Cast>
  leadKey: string
  meetingId: string
  startsAtMs: number
  out: string
  board: { picture: () => Promise<Uint8Array> }
}

async function playSteps(story: Story, scene: Scene): Promise<void> {
  const devices = new Map<string, Connection>()
  const steps = story.steps.map((step, i) => ({ step, i })).sort((a, b) => a.step.atS - b.step.atS || a.i - b.i)
  try {
    for (const { step, i } of steps) {
      await scene.stage.until(scene.startsAtMs + step.atS * 1000)
      await attempt(`steps.${i} (${step.do} at ${step.atS} s)`, () => playStep(step, { ...scene, devices }))
    }
  } finally {
    await Promise.all([...devices.values()].map(device => device.cut().catch(() => {})))
  }
}

async function playStep(
  step: Step,
  { stage, cast, leadKey, meetingId, out, board, devices }: Scene & { devices: Map<string, Connection> },
): Promise<void> {
  const by = personOf(cast, step.by ?? leadKey).client
  const base = `/api/meetings/${meetingId}`
  switch (step.do) {
    case 'close':
      await writeFile(join(out, 'board.png'), await board.picture())
      return void (await by.post(`${base}/close`))
    case 'open':
    case 'pause':
    case 'resume':
      return void (await by.post(`${base}/${step.do}`))
    case 'reply':
      return giveReply(cast, { meetingId, by: step.by ?? step.who, reply: step })
    case 'checkIn':
    case 'checkOut': {
      const who = personOf(cast, step.who)
      const mode = modes[step.mode ?? 'vor Ort']
      if (by === who.client && step.by === step.who && step.by !== leadKey && mode === 'onSite')
        return checkSelf(step.do, { by, base, lead: cast.get(leadKey)!.client })
      return void (await by.post(`${base}/${step.do === 'checkIn' ? 'check-in' : 'check-out'}`, { memberId: who.memberId, mode }))
    }
    case 'visitor':
      return void (await by.post(`${base}/visitors`, {
        name: step.name,
        organisation: step.organisation ?? '',
        mode: modes[step.mode ?? 'vor Ort'],
      }))
    case 'join': {
      const key = `${step.who}/${step.device}`
      const ticket = await personOf(cast, step.who).client.post<{ url: string; token: string; identity: string }>(`${base}/join`, {
        device: step.device,
      })
      devices.set(key, await stage.connect(ticket))
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
      return void (await by.post(`${base}/decisions`, { text: step.text, ...(step.reason ? { reason: step.reason } : {}) }))
    case 'order': {
      const responsible =
        step.responsible === undefined
          ? {}
          : cast.has(step.responsible)
            ? { responsibleId: cast.get(step.responsible)!.memberId }
            : { responsibleText: step.responsible }
      const due = step.dueInH === undefined ? {} : { dueAt: new Date(stage.nowMs() + step.dueInH * 3_600_000).toISOString() }
      return void (await by.post(`${base}/orders`, { text: step.text, ...responsible, ...due }))
    }
    case 'done': {
      const orders = (await by.get<{ entryId: string; kind: string; number: number; text: string }[]>(`${base}/entries`)).filter(
        e => e.kind === 'order',
      )
      const named = step.order ?? step.text
      const order = named === undefined ? orders.at(-1) : orders.find(o => o.text === named || o.number === named)
      if (!order) throw new Error(`there is no order "${String(named)}"`)
      const doer = step.who ? personOf(cast, step.who).client : by
      return void (await doer.post(`/api/entries/${order.entryId}/done`))
    }
    case 'log':
      return void (await by.post(`${base}/log`, { text: step.text }))
    case 'outage':
      return stage.outage(step.forS)
  }
}

async function checkSelf(act: 'checkIn' | 'checkOut', { by, base, lead }: { by: Client; base: string; lead: Client }): Promise<void> {
  if (act === 'checkOut') return void (await by.post(`${base}/check-out/self`))
  const { code } = await lead.get<{ code: string }>(`${base}/door`)
  await by.post(`${base}/check-in/self`, { code })
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
    reply: { who: string; mode?: Mode | undefined; declined?: boolean | undefined; deputy?: string | undefined }
  },
): Promise<void> {
  const who = personOf(cast, reply.who)
  const body =
    reply.declined || reply.mode === undefined
      ? { kind: 'declined', deputyMemberId: reply.deputy === undefined ? null : personOf(cast, reply.deputy).memberId }
      : { kind: 'accepted', mode: modes[reply.mode] }
  if (by === reply.who) return void (await who.client.call('PUT', `/api/meetings/${meetingId}/reply`, body))
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
    cast,
    lead,
    staffId,
    meetingId,
    out,
  }: { stage: Stage; cast: Map<string, Cast>; lead: Client; staffId: string; meetingId: string; out: string },
): Promise<void> {
  const isComplete = async () => {
    const mails = await lead.get<{ state: string }[]>(`/api/staffs/${staffId}/outbox`)
    return mails.every(mail => mail.state !== 'pending' && mail.state !== 'sending')
  }
  for (const person of story.people) {
    const calendar = await stage.lastCalendar(cast.get(person.key)!.email, isComplete)
    if (calendar !== null) await writeFile(join(out, `invitation-${person.key}.ics`), calendar)
  }
  const files = {
    'attendance.csv': `/api/records/attendance.csv?meetingId=${meetingId}`,
    'persons.csv': `/api/records/persons.csv?meetingId=${meetingId}`,
    ...(story.steps.some(step => step.do === 'close')
      ? { 'minutes.pdf': `/api/meetings/${meetingId}/minutes.pdf`, 'minutes.json': `/api/meetings/${meetingId}/minutes.json` }
      : {}),
  }
  for (const [name, path] of Object.entries(files)) {
    await attempt(name, async () => writeFile(join(out, name), await lead.download(path)))
  }
}

function leadOf(story: Story): Story['people'][number] {
  return story.people.find(p => p.roles.includes('lead')) ?? story.people[0]!
}

function personOf(cast: Map<string, Cast>, key: string): Cast {
  const found = cast.get(key)
  if (!found) throw new Error(`"${key}" is nobody in "people"`)
  return found
}

async function attempt<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof StepFailure) throw error
    throw new StepFailure(`${what}: ${error instanceof Error ? error.message : String(error)}`)
  }
}
