import { z } from 'zod'

const key = z.string().min(1)
const at = { atS: z.number().min(0), by: key.optional() }
const mode = z.enum(['vor Ort', 'virtuell', 'telefonisch'])
const reply = {
  who: key,
  mode: mode.optional(),
  declined: z.boolean().optional(),
  deputy: key.optional(),
}

const Step = z.discriminatedUnion('do', [
  z.strictObject({ ...at, do: z.enum(['open', 'pause', 'resume', 'close']), who: key.optional() }),
  z.strictObject({ ...at, do: z.literal('reply'), ...reply }),
  z.strictObject({ ...at, do: z.enum(['checkIn', 'checkOut']), who: key, mode: mode.optional() }),
  z.strictObject({ ...at, do: z.enum(['join', 'leave', 'cut']), who: key, device: z.string().default('laptop') }),
  z.strictObject({ ...at, do: z.literal('visitor'), name: z.string(), organisation: z.string().optional(), mode: mode.optional() }),
  z.strictObject({ ...at, do: z.literal('decide'), text: z.string(), reason: z.string().optional() }),
  z.strictObject({ ...at, do: z.literal('order'), text: z.string(), responsible: z.string().optional(), dueInH: z.number().optional() }),
  z.strictObject({
    ...at,
    do: z.literal('done'),
    text: z.string().optional(),
    order: z.union([z.string(), z.number()]).optional(),
    who: key.optional(),
  }),
  z.strictObject({ ...at, do: z.literal('log'), text: z.string() }),
  z.strictObject({ ...at, do: z.literal('outage'), forS: z.number().positive() }),
])
export type Step = z.infer<typeof Step>

export const Story = z.strictObject({
  staff: z.strictObject({
    name: z.string(),
    organisation: z.string().optional(),
    template: z.enum(['nrw', 'bw', 'fwdv']).default('nrw'),
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
        email: z.string(),
        mobile: z.string().optional(),
        language: z.enum(['de', 'en']).optional(),
        organisation: z.string().optional(),
        functions: z.array(z.string()).default([]),
        deputies: z.array(key).default([]),
        roles: z.array(z.enum(['lead', 'kgs', 'minuteTaker', 'member', 'guest', 'records', 'press', 'it'])).default([]),
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
      .array(z.strictObject({ title: z.string(), responsible: z.string().optional(), minutes: z.number().int().optional() }))
      .optional(),
  }),
  replies: z.array(z.strictObject(reply)).default([]),
  steps: z.array(Step),
  /** what must come out; read by the tests of this repository only */
  truth: z.unknown().optional(),
})
export type Story = z.infer<typeof Story>

/** Steps that a meeting of the full product knows and this release does not play yet. */
const later = ['remove', 'correct', 'mediaOutage']

/** Reads a story; what is wrong is named by its path. */
export function readStory(json: unknown): Story {
  const parsed = Story.safeParse(json)
  const steps = (json as { steps?: { do?: unknown }[] } | null)?.steps
  const unknown = Array.isArray(steps) ? steps.findIndex(step => later.includes(String(step?.do))) : -1
  if (unknown >= 0) throw new Error(`steps.${unknown}.do: "${String(steps![unknown]!.do)}" is not played by this release`)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map(issue => {
    const path = issue.path.map(String).join('.') || '(story)'
    const given =
      issue.path.at(-1) === 'do'
        ? ` (given: ${JSON.stringify(issue.path.reduce<unknown>((value, part) => (value as Record<PropertyKey, unknown>)?.[part as PropertyKey], json))})`
        : ''
    return `${path}: ${issue.message}${given}`
  })
  throw new Error(lines.join('\n'))
}
