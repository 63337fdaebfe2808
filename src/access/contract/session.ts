import { z } from 'zod'
import { Language, Theme } from './account.ts'
import { roles } from '../../lib/actor.ts'
import { idSchema } from '../../lib/ids.ts'

const RoleName = z.enum(roles)

/** A staff as one of its members needs it on every page. */
export const MyMembership = z.strictObject({
  staffId: idSchema('staff'),
  staffName: z.string(),
  organisation: z.string(),
  zone: z.string(),
  language: Language,
  memberId: idSchema('member'),
  roles: z.array(RoleName),
  /** whether it sees my mobile number and organisation; null: I have not said yet */
  sharesDetails: z.boolean().nullable(),
  hotline: z.string(),
  dialInNumber: z.string(),
  dialInCode: z.string(),
  isSample: z.boolean(),
})
export type MyMembership = z.infer<typeof MyMembership>

/** The signed-in person, in the form the rules take. */
const ActorView = z.strictObject({
  personId: idSchema('person'),
  sessionId: idSchema('session'),
  name: z.string(),
  language: Language,
  memberships: z.array(
    z.strictObject({
      staffId: idSchema('staff'),
      memberId: idSchema('member'),
      roles: z.array(RoleName),
    }),
  ),
})

export const Me = z.strictObject({
  personId: idSchema('person'),
  /** with title */
  name: z.string(),
  details: z.strictObject({ title: z.string(), name: z.string(), organisation: z.string() }),
  email: z.string(),
  mobile: z.string(),
  language: Language,
  theme: Theme,
  /** signed in with one click; has neither password nor app code */
  isSampleSession: z.boolean(),
  /** by name of the staff */
  memberships: z.array(MyMembership),
  /** latest end; the session ends earlier when unused for half an hour */
  sessionExpiresAt: z.iso.datetime(),
  actor: ActorView,
})
export type Me = z.infer<typeof Me>

export const SampleAccount = z.strictObject({
  personId: idSchema('person'),
  name: z.string(),
  /** held or deputised for, in the order of the staff */
  functions: z.array(z.string()),
  roles: z.array(RoleName),
})
export type SampleAccount = z.infer<typeof SampleAccount>

export const VideoView = z.strictObject({
  state: z.enum(['ready', 'preparing', 'unavailable']),
  /** for those who are signed in or may do the first start */
  reason: z.enum(['preparing', 'off', 'noServer', 'buildFailed', 'startFailed']).optional(),
  /** where browsers connect for sound and picture, so that they can try it before; for those who are signed in */
  url: z.string().optional(),
})

/** What every page asks first, signed in or not. */
export const SessionView = z.strictObject({
  /** firstStart: nothing is set up, and this browser may do so. secondFactor: the code of the app is still missing. */
  state: z.enum(['firstStart', 'signedOut', 'secondFactor', 'signedIn']),
  isSample: z.boolean(),
  /** network: by its settings it is meant to be reached from other machines; then there is no sample */
  reach: z.enum(['thisMachine', 'network']),
  /** what this browser wants needs the code that the start printed; `file`: where it stands */
  startCode: z.strictObject({ file: z.string() }).optional(),
  /** only in the sample installation, only on its own machine, only to who has shown the code of the start */
  sampleAccounts: z.array(SampleAccount).optional(),
  me: Me.optional(),
  video: VideoView,
  /** outbox: no mail server is configured, mails stay readable in the product */
  mail: z.enum(['smtp', 'outbox']),
  database: z.literal('ready'),
  /** whom to call before signing in; empty: none is known */
  hotline: z.string(),
  /** language of the page: mine, else what this browser chose last */
  locale: Language,
})
export type SessionView = z.infer<typeof SessionView>

export const MemberEnrolmentInput = z.strictObject({ send: z.enum(['mail', 'print']) })
export const MemberEnrolment = z.strictObject({
  /** when printed: to be typed at the address, or opened as link */
  code: z.string().optional(),
  url: z.string().optional(),
  /** when mailed */
  sentTo: z.string().optional(),
  expiresAt: z.iso.datetime(),
})
export type MemberEnrolment = z.infer<typeof MemberEnrolment>
