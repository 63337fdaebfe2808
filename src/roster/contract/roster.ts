import { z } from 'zod'
import { roles } from '../../lib/actor.ts'
import { idSchema } from '../../lib/ids.ts'
import { phoneNumber } from '../../lib/phone.ts'
import {
  Day,
  Revision,
  isMailAddress,
  line,
  plainAddress,
  plainNumber,
  raw,
  words,
} from '../../lib/shapes.ts'
import { isZone } from '../../lib/time.ts'
import { lands } from '../../words/lands.ts'

export const PersonName = words(200)
export const Organisation = line(200)

export const Email = raw(1_000)
  .transform(text => plainAddress(text).toLowerCase())
  .refine(isMailAddress, 'expected a mail address like name@kreis.example')

/**
 * A phone number in the form of `phoneNumber`, or empty for none. It must begin with + or 0, so that
 * a number whose leading zero a spreadsheet removed is noticed.
 */
export const Mobile = raw(120).transform((text, ctx) => {
  const number = plainNumber(text) === '' ? '' : phoneNumber(text)
  if (number === null) ctx.addIssue('expected one number like 0171 2345678 or +49 171 2345678')
  return number ?? ''
})

export const Language = z.enum(['de', 'en'])
export const Template = z.enum(['nrw', 'bw', 'fwdv'])
export type Template = z.infer<typeof Template>
export const RoleName = z.enum(roles)
const Roles = z
  .array(RoleName)
  .min(1)
  .max(roles.length)
  .transform(list => [...new Set(list)])
const Zone = raw(64).refine(isZone, 'expected a time zone like Europe/Berlin')
const Rank = z.int().min(0).max(99)

export const StaffSummary = z.strictObject({
  staffId: idSchema('staff'),
  name: z.string(),
  organisation: z.string(),
  template: Template,
  zone: z.string(),
  language: Language,
  isSample: z.boolean(),
  memberCount: z.int(),
  /** the reader's own roles */
  roles: z.array(RoleName),
})
export type StaffSummary = z.infer<typeof StaffSummary>

const Land = z.enum(lands)

export const Staff = z.strictObject({
  staffId: idSchema('staff'),
  name: z.string(),
  organisation: z.string(),
  template: Template,
  zone: z.string(),
  language: Language,
  /** gaps up to this long count as one stay */
  mergeGapS: z.int(),
  /** whoever is late, early or away by more than this counts as zeitweise anwesend */
  partlyAfterS: z.int(),
  hotline: z.string(),
  dialInNumber: z.string(),
  dialInCode: z.string(),
  defaultPlace: z.string(),
  defaultSeats: z.int().nullable(),
  /** whose public holidays count; null: not said, then only those of all Germany */
  land: Land.nullable(),
  isSample: z.boolean(),
  revision: z.int(),
})
export type Staff = z.infer<typeof Staff>

const settings = {
  organisation: Organisation,
  zone: Zone,
  language: Language,
  mergeGapS: z.int().min(0).max(3600),
  partlyAfterS: z.int().min(0).max(86_400),
  hotline: line(100),
  dialInNumber: line(100),
  dialInCode: line(50),
  defaultPlace: line(300),
  defaultSeats: z.int().min(1).max(10_000).nullable(),
  land: Land.nullable(),
}

/** Absent fields stay as they are. */
export const StaffSettings = z.strictObject({ name: words(200), ...settings }).partial()
export type StaffSettings = z.infer<typeof StaffSettings>

export const StaffChange = StaffSettings.extend({ revision: Revision })

/** The functions the person gets at once: rank 0 holds, 1 and above deputise in that order. */
const FunctionsOfMember = z
  .array(z.strictObject({ functionId: idSchema('staffFunction'), rank: Rank.default(0) }))
  .max(50)

const person = {
  title: line(100),
  name: PersonName,
  organisation: Organisation,
  email: Email,
  mobile: Mobile,
  language: Language,
}

export const PersonField = z.enum(['title', 'name', 'organisation', 'email', 'mobile', 'language'])
export type PersonField = z.infer<typeof PersonField>

export const MemberInput = z.strictObject({
  title: person.title.default(''),
  name: person.name,
  organisation: person.organisation.default(''),
  email: person.email,
  mobile: person.mobile.default(''),
  /** absent: the default of the staff */
  language: person.language.optional(),
  roles: Roles.default(['member']),
  functions: FunctionsOfMember.default([]),
})
export type MemberInput = z.infer<typeof MemberInput>

/**
 * `leftAt: null` takes back a leaving. Absent fields stay as they are. Another name, title or
 * organisation holds from now on; with `wasAlwaysSo` the old one was mistyped, and past meetings
 * show the new one too.
 */
export const MemberChange = z
  .strictObject({ ...person, roles: Roles, leftAt: z.null(), wasAlwaysSo: z.boolean() })
  .partial()
export type MemberChange = z.infer<typeof MemberChange>

/** Whether a staff the person belongs to sees their mobile number and organisation. */
export const SharingInput = z.strictObject({ sharesDetails: z.boolean() })
export type SharingInput = z.infer<typeof SharingInput>

/**
 * The creator joins the staff: as its lead or, when another lead is named, with the role for its
 * desk or its technology.
 */
export const StaffInput = z.strictObject({
  name: words(200),
  template: Template,
  ...z.strictObject(settings).partial().shape,
  lead: MemberInput.omit({ roles: true, functions: true }).optional(),
})
export type StaffInput = z.infer<typeof StaffInput>

export const Holder = z.strictObject({
  holderId: idSchema('holder'),
  memberId: idSchema('member'),
  name: z.string(),
  organisation: z.string(),
  /** 0 holds the function, 1 and above deputise in that order */
  rank: z.int(),
  /** both ends inclusive; null: without end */
  validFrom: Day,
  validUntil: Day.nullable(),
})
export type Holder = z.infer<typeof Holder>

export const StaffFunction = z.strictObject({
  functionId: idSchema('staffFunction'),
  label: z.string(),
  block: z.string(),
  position: z.int(),
  isRequired: z.boolean(),
  /** valid today or later; by rank, then by first day */
  holders: z.array(Holder),
  /** valid only on past days, people who left the staff included; the latest first */
  formerHolders: z.array(Holder),
})
export type StaffFunction = z.infer<typeof StaffFunction>

export const Member = z.strictObject({
  memberId: idSchema('member'),
  personId: idSchema('person'),
  title: z.string(),
  name: z.string(),
  displayName: z.string(),
  sortName: z.string(),
  organisation: z.string(),
  email: z.string(),
  /** null: hidden from the reader */
  mobile: z.string().nullable(),
  hasMobile: z.boolean(),
  /** null: hidden from the reader */
  language: Language.nullable(),
  /** whether they let the staff see more than the name; null: they have not answered yet */
  sharesDetails: z.boolean().nullable(),
  /** the fields of the person that the reader may change */
  mayChange: z.array(PersonField),
  /** whether the reader may hand out this person's right to set password and app code */
  mayGiveAccess: z.boolean(),
  roles: z.array(RoleName),
  /** held or deputised for today, in the order of the staff */
  functions: z.array(z.string()),
  hasSecondFactor: z.boolean(),
  /**
   * why mail does not reach them; null: mail reaches them, or the reason is hidden from the reader
   */
  mailProblem: z.string().nullable(),
  leftAt: z.iso.datetime().nullable(),
})
export type Member = z.infer<typeof Member>

export const Roster = z.strictObject({
  /** today in the staff's zone */
  today: Day,
  functions: z.array(StaffFunction),
  members: z.array(Member),
  counts: z.strictObject({
    members: z.int(),
    required: z.int(),
    requiredFilled: z.int(),
    withoutMobile: z.int(),
    withoutSecondFactor: z.int(),
  }),
})
export type Roster = z.infer<typeof Roster>

export const FunctionInput = z.strictObject({
  label: words(120),
  block: words(120),
  isRequired: z.boolean().default(false),
})
export type FunctionInput = z.infer<typeof FunctionInput>
/** `isRetired: false` takes back a removal on the same day. Absent fields stay as they are. */
export const FunctionChange = z
  .strictObject({
    label: words(120),
    block: words(120),
    isRequired: z.boolean(),
    isRetired: z.literal(false),
  })
  .partial()
export type FunctionChange = z.infer<typeof FunctionChange>
export const FunctionOrder = z.strictObject({
  functionIds: z.array(idSchema('staffFunction')).max(500),
})

/**
 * The complete list of who holds and deputises from today on. `validFrom` absent: keeps the stored
 * day, or today for a new entry.
 */
export const HoldersInput = z.strictObject({
  holders: z
    .array(
      z.strictObject({
        memberId: idSchema('member'),
        rank: Rank,
        validFrom: Day.optional(),
        validUntil: Day.nullable().default(null),
      }),
    )
    .max(100),
})
export type HoldersInput = z.infer<typeof HoldersInput>

/**
 * What a change would do to invitations, shown before it is saved: the number of future meetings,
 * and per person the number of theirs.
 */
export const InvitationsPreview = z.strictObject({
  meetings: z.int(),
  more: z.array(z.strictObject({ name: z.string(), meetings: z.int() })),
  fewer: z.array(z.strictObject({ name: z.string(), meetings: z.int() })),
})
export type InvitationsPreview = z.infer<typeof InvitationsPreview>
export const RolesPreview = z.strictObject({ roles: Roles })
