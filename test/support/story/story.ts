import { z } from 'zod'

const key = z.string().min(1)
const at = { atS: z.number(), by: key.optional() }
const mode = z.enum(['vor Ort', 'virtuell', 'telefonisch'])
const reply = {
  who: key,
  mode: mode.optional(),
  declined: z.boolean().optional(),
  deputy: key.optional(),
}

/** The templates by their code names and by the names people write. */
const templates = {
  nrw: 'nrw',
  krisenstab: 'nrw',
  bw: 'bw',
  verwaltungsstab: 'bw',
  fwdv: 'fwdv',
  fuehrungsstab: 'fwdv',
  führungsstab: 'fwdv',
} as const
const Template = z
  .string()
  .default('nrw')
  .transform((name, issues) => {
    const found = Object.entries(templates).find(([known]) => known === name.toLowerCase())
    if (found) return found[1]
    issues.addIssue({
      code: 'custom',
      message: `expected one of ${Object.keys(templates).join(', ')}`,
    })
    return z.NEVER
  })

const Step = z.discriminatedUnion('do', [
  z.strictObject({ ...at, do: z.enum(['open', 'pause', 'resume']), who: key.optional() }),
  z.strictObject({ ...at, do: z.literal('move'), toInS: z.number() }),
  z.strictObject({
    ...at,
    do: z.literal('close'),
    who: key.optional(),
    endedAtS: z.number().optional(),
    reason: z.string().optional(),
  }),
  z.strictObject({ ...at, do: z.literal('reply'), ...reply }),
  z.strictObject({ ...at, do: z.enum(['checkIn', 'checkOut']), who: key, mode: mode.optional() }),
  z.strictObject({
    ...at,
    do: z.enum(['join', 'leave', 'cut']),
    who: key,
    device: z.string().default('laptop'),
  }),
  z.strictObject({
    ...at,
    do: z.literal('visitor'),
    name: z.string(),
    organisation: z.string().optional(),
    mode: mode.optional(),
  }),
  z.strictObject({
    ...at,
    do: z.literal('decide'),
    text: z.string(),
    reason: z.string().optional(),
  }),
  z.strictObject({
    ...at,
    do: z.literal('order'),
    text: z.string(),
    responsible: z.string().optional(),
    dueInH: z.number().optional(),
  }),
  z.strictObject({
    ...at,
    do: z.literal('done'),
    text: z.string().optional(),
    order: z.union([z.string(), z.number()]).optional(),
    who: key.optional(),
  }),
  z.strictObject({ ...at, do: z.literal('leaveStaff'), who: key }),
  z.strictObject({
    ...at,
    do: z.literal('joinStaff'),
    who: key,
    functions: z.array(z.string()).optional(),
  }),
  z.strictObject({ ...at, do: z.literal('holder'), who: key, function: z.string() }),
  z.strictObject({ ...at, do: z.literal('log'), text: z.string() }),
  z.strictObject({ ...at, do: z.literal('outage'), forS: z.number().positive() }),
])
export type Step = z.infer<typeof Step>

export const Story = z
  .strictObject({
    staff: z.strictObject({
      name: z.string(),
      organisation: z.string().optional(),
      template: Template,
      zone: z.string().default('Europe/Berlin'),
      language: z.enum(['de', 'en']).optional(),
      mergeGapS: z.number().optional(),
      partlyAfterS: z.number().optional(),
      required: z.array(z.string()).optional(),
      hotline: z.string().optional(),
      dialInNumber: z.string().optional(),
    }),
    people: z
      .array(
        z.strictObject({
          key,
          name: z.string(),
          title: z.string().optional(),
          email: z.string().optional(),
          mobile: z.string().optional(),
          language: z.enum(['de', 'en']).optional(),
          organisation: z.string().optional(),
          functions: z.array(z.string()).default([]),
          deputies: z.array(key).default([]),
          /** no member until `joinStaff` */
          later: z.boolean().default(false),
          roles: z
            .array(
              z.enum(['lead', 'kgs', 'minuteTaker', 'member', 'guest', 'records', 'press', 'it']),
            )
            .default([]),
        }),
      )
      .min(1),
    meeting: z.strictObject({
      title: z.string().optional(),
      incident: z.string().optional(),
      startsInS: z.number().min(0).default(10),
      durationMin: z.number().int().positive().default(60),
      place: z.string().default(''),
      seats: z.number().int().positive().nullable().optional(),
      kind: z.enum(['Einsatz', 'Übung']).default('Einsatz'),
      virtual: z.boolean().default(true),
      minuteTaker: key.optional(),
      agenda: z
        .array(
          z.strictObject({
            title: z.string(),
            responsible: z.string().optional(),
            minutes: z.number().int().optional(),
          }),
        )
        .optional(),
    }),
    replies: z.array(z.strictObject(reply)).default([]),
    steps: z.array(Step),
    /** the expected results; only tests of this repository read them */
    truth: z.unknown().optional(),
  })
  .superRefine(({ people, replies, steps, meeting }, issues) => {
    const known = new Set(people.map(person => person.key))
    const check = (path: (string | number)[], named: string | undefined) => {
      if (named !== undefined && !known.has(named))
        issues.addIssue({ code: 'custom', path, message: `"${named}" is nobody in "people"` })
    }
    for (const [i, person] of people.entries()) {
      if (people.findIndex(other => other.key === person.key) < i)
        issues.addIssue({
          code: 'custom',
          path: ['people', i, 'key'],
          message: `"${person.key}" is used twice`,
        })
      for (const [j, deputy] of person.deputies.entries())
        check(['people', i, 'deputies', j], deputy)
    }
    check(['meeting', 'minuteTaker'], meeting.minuteTaker)
    for (const [i, { atS }] of steps.entries())
      if (atS < -meeting.startsInS)
        issues.addIssue({
          code: 'custom',
          path: ['steps', i, 'atS'],
          message: `is before the story: "startsInS" is ${meeting.startsInS}`,
        })
    for (const [list, entries] of [
      ['replies', replies],
      ['steps', steps],
    ] as const) {
      for (const [i, entry] of entries.entries()) {
        for (const field of ['who', 'by', 'deputy'] as const) {
          if (field in entry)
            check([list, i, field], (entry as Partial<Record<typeof field, string>>)[field])
        }
      }
    }
  })
export type Story = z.infer<typeof Story>

/** Steps that stories may contain but that are not played. */
const later = ['remove', 'correct', 'mediaOutage']

/** Reads a story; an error names the wrong value by its path. */
export function readStory(json: unknown): Story {
  const parsed = Story.safeParse(json)
  const steps = (json as { steps?: { do?: unknown }[] } | null)?.steps
  const unknown = Array.isArray(steps)
    ? steps.findIndex(step => later.includes(String(step?.do)))
    : -1
  if (unknown >= 0)
    throw new Error(
      `steps.${unknown}.do: "${String(steps![unknown]!.do)}" is not played by this release`,
    )
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.flatMap(issue => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map(key => `${[...issue.path, key].map(String).join('.')}: unknown field`)
    const path = issue.path.map(String).join('.') || '(story)'
    const given =
      issue.path.at(-1) === 'do'
        ? ` (given: ${JSON.stringify(issue.path.reduce<unknown>((value, part) => (value as Record<PropertyKey, unknown>)?.[part as PropertyKey], json))})`
        : ''
    return `${path}: ${issue.message}${given}`
  })
  throw new Error(lines.join('\n'))
}
