import { Client } from '../client.ts'
import type { Stage } from './stage.ts'
import type { Story } from './story.ts'
import { revise } from '../revised.ts'

/** One person of a story at their browser. */
export type Cast = { client: Client; memberId: string; name: string; email: string }

const password = 'geschichte spielt im Kreis 7'

/** Makes staff, functions, members and accounts of a story. */
export async function gather(story: Story, stage: Stage): Promise<Map<string, Cast>> {
  const { staff, people } = story
  const leadPerson = leadOf(story)
  const lead = new Client(stage.baseUrl, stage.nowMs)
  await lead.post('/api/first-start/code', { code: stage.startCode() })
  const made = await lead.post<{ enrolmentToken: string; totp: { secret: string } }>(
    '/api/first-start/staff',
    {
      staffName: staff.name,
      organisation: staff.organisation ?? staff.name.replace(/^\S+\s/, ''),
      template: staff.template,
      zone: staff.zone,
      lead: {
        title: leadPerson.title ?? '',
        name: leadPerson.name,
        email: addressOf(leadPerson),
        mobile: leadPerson.mobile ?? '',
        language: leadPerson.language ?? 'de',
      },
      password,
    },
  )
  await lead.enrol({ token: made.enrolmentToken, password, totpSecret: made.totp.secret })
  const session = await lead.get<{
    me: { memberships: { staffId: string; memberId: string; roles: string[] }[] }
  }>('/api/session')
  const { staffId, memberId, roles } = session.me.memberships[0]!
  const settings = {
    ...(staff.mergeGapS === undefined ? {} : { mergeGapS: staff.mergeGapS }),
    ...(staff.partlyAfterS === undefined ? {} : { partlyAfterS: staff.partlyAfterS }),
    ...(staff.language === undefined ? {} : { language: staff.language }),
    ...(staff.hotline === undefined ? {} : { hotline: staff.hotline }),
    ...(staff.dialInNumber === undefined ? {} : { dialInNumber: staff.dialInNumber }),
  }
  if (Object.keys(settings).length > 0)
    await revise(lead, ['PATCH', `/api/staffs/${staffId}`, settings])
  await lead.call('PATCH', `/api/staffs/${staffId}/members/${memberId}`, {
    roles: [...new Set([...roles, ...leadPerson.roles])],
    organisation: leadPerson.organisation ?? '',
  })

  const cast = new Map<string, Cast>([
    [
      leadPerson.key,
      { client: lead, memberId, name: leadPerson.name, email: addressOf(leadPerson) },
    ],
  ])
  const others = people.filter(person => person !== leadPerson && !person.later)
  for (const person of others) await addToCast(person, { lead, staffId, stage, cast })
  await fillFunctions(story, { lead, staffId, cast, leadMemberId: memberId })
  // accounts are made a few at a time, because hashing passwords takes long
  const enrol = async (): Promise<void> => {
    for (let person = others.pop(); person; person = others.pop())
      await giveAccess(personOf(cast, person.key), lead)
  }
  await Promise.all([enrol(), enrol(), enrol()])
  return cast
}

type Person = Story['people'][number]
type Company = { lead: Client; staffId: string; stage: Stage; cast: Map<string, Cast> }

async function addToCast(person: Person, { lead, staffId, stage, cast }: Company): Promise<void> {
  const { memberId } = await lead.post<{ memberId: string }>(`/api/staffs/${staffId}/members`, {
    title: person.title ?? '',
    name: person.name,
    email: addressOf(person),
    mobile: person.mobile ?? '',
    language: person.language ?? 'de',
    organisation: person.organisation ?? '',
    roles: person.roles.length > 0 ? person.roles : ['member'],
  })
  const client = cast.get(person.key)?.client ?? new Client(stage.baseUrl, stage.nowMs)
  cast.set(person.key, { client, memberId, name: person.name, email: addressOf(person) })
}

async function giveAccess({ memberId, client }: Cast, lead: Client): Promise<void> {
  const { code } = await lead.post<{ code: string }>(`/api/members/${memberId}/enrolment`, {
    send: 'print',
  })
  await client.enrol({ token: code, password })
}

/** Somebody comes into the staff, or comes back, and takes these functions over. */
export async function joinStaff(
  person: Person,
  { functions, ...company }: Company & { functions: readonly string[] },
): Promise<void> {
  const { lead, staffId, cast } = company
  const isNew = !cast.has(person.key)
  await addToCast(person, company)
  const actor = personOf(cast, person.key)
  for (const label of functions)
    await giveFunction(label, { lead, staffId, memberId: actor.memberId })
  if (isNew) await giveAccess(actor, lead)
}

/** The function gets another holder; its deputies stay. */
export async function giveFunction(
  label: string,
  { lead, staffId, memberId }: { lead: Client; staffId: string; memberId: string },
): Promise<void> {
  type Fn = { functionId: string; label: string; holders: { memberId: string; rank: number }[] }
  const path = `/api/staffs/${staffId}`
  const { functions } = await lead.get<{ functions: Fn[] }>(`${path}/roster`)
  const found = functions.find(fn => fn.label === label)
  if (!found) throw new Error(`the staff has no function "${label}"`)
  const deputies = found.holders
    .filter(holder => holder.rank > 0 && holder.memberId !== memberId)
    .map(({ memberId: id, rank }) => ({ memberId: id, rank }))
  const holders = [{ memberId, rank: 0 }, ...deputies]
  await lead.call('PUT', `${path}/functions/${found.functionId}/holders`, { holders })
}

async function fillFunctions(
  story: Story,
  {
    lead,
    staffId,
    cast,
    leadMemberId,
  }: { lead: Client; staffId: string; cast: Map<string, Cast>; leadMemberId: string },
): Promise<void> {
  type Fn = {
    functionId: string
    label: string
    block: string
    isRequired: boolean
    holders: { memberId: string }[]
  }
  const roster = await lead.get<{ functions: Fn[] }>(`/api/staffs/${staffId}/roster`)
  const known = new Map(roster.functions.map(fn => [fn.label, fn]))
  const wanted = new Set([
    ...story.people.flatMap(p => p.functions),
    ...(story.staff.required ?? []),
    ...story.steps.flatMap(step => {
      if (step.do === 'joinStaff') return step.functions ?? []
      return step.do === 'holder' ? [step.function] : []
    }),
  ])
  for (const label of wanted) {
    if (known.has(label)) continue
    const block = blockFor(label, story.staff.template)
    const grown = await lead.post<{ functions: Fn[] }>(`/api/staffs/${staffId}/functions`, {
      label,
      block,
      isRequired: false,
    })
    known.set(
      label,
      grown.functions.find(fn => fn.label === label)!,
    )
  }
  for (const fn of known.values()) {
    const isRequired = story.staff.required
      ? story.staff.required.includes(fn.label)
      : fn.isRequired
    if (isRequired !== fn.isRequired)
      await lead.call('PATCH', `/api/staffs/${staffId}/functions/${fn.functionId}`, { isRequired })
  }
  const present = story.people.filter(person => !person.later)
  const held = new Set(present.flatMap(p => p.functions))
  // the first start gives the lead a function that the story may give to somebody else or to nobody
  for (const fn of known.values()) {
    if (held.has(fn.label) || !fn.holders.some(holder => holder.memberId === leadMemberId)) continue
    await lead.call('PUT', `/api/staffs/${staffId}/functions/${fn.functionId}/holders`, {
      holders: [],
    })
  }
  for (const label of held) {
    const inOrder = present.filter(p => p.functions.includes(label))
    const deputies = [...new Set(inOrder.flatMap(p => p.deputies))].filter(
      key => cast.has(key) && !inOrder.some(p => p.key === key),
    )
    await lead.call(
      'PUT',
      `/api/staffs/${staffId}/functions/${known.get(label)!.functionId}/holders`,
      {
        holders: [
          ...inOrder.map(p => ({ memberId: cast.get(p.key)!.memberId, rank: 0 })),
          ...deputies.map((key, i) => ({ memberId: personOf(cast, key).memberId, rank: i + 1 })),
        ],
      },
    )
  }
}

/** The heading of a function the template does not have, guessed from how staffs name functions. */
function blockFor(label: string, template: Story['staff']['template']): string {
  const usual: [RegExp, string][] = [
    [/^Leit/, 'Leitung'],
    [/^KGS/, 'KGS'],
    [/^SMS/, 'SMS'],
    [/^Vb ?\d/, 'Verwaltungsbereiche'],
    [/^S ?\d/, 'Sachgebiete'],
    [/^BuMA/, 'BuMA'],
    [/^Fachberat/, 'Fachberater'],
    [/^(VP|Verbindung)/, 'Verbindungspersonen'],
  ]
  const others = { nrw: 'EMS', bw: 'Verwaltungsbereiche', fwdv: 'Fachberater' }
  return usual.find(([pattern]) => pattern.test(label))?.[1] ?? others[template]
}

/** The keys of all deputies. */
export function deputiesOf(story: Story): Set<string> {
  return new Set(story.people.flatMap(person => person.deputies))
}

/** A person without an address in the story gets one that no mail server serves (RFC 2606 §2). */
export function addressOf({ key, email }: Story['people'][number]): string {
  return email ?? `${Buffer.from(key).toString('hex')}@story.example`
}

export function leadOf(story: Story): Story['people'][number] {
  return story.people.find(p => p.roles.includes('lead')) ?? story.people[0]!
}

export function personOf(cast: Map<string, Cast>, key: string): Cast {
  const found = cast.get(key)
  if (!found) throw new Error(`"${key}" is not in the staff`)
  return found
}
