import { z } from 'zod'
import { Language, Theme } from './account.ts'
import { roles } from '../../lib/actor.ts'
import { idSchema } from '../../lib/ids.ts'

const RoleName = z.enum(roles)

/** A staff with the fields that every page of its members needs. */
export const MyMembership = z.strictObject({
  staffId: idSchema('staff'),
  staffName: z.string(),
  organisation: z.string(),
  zone: z.string(),
  language: Language,
  memberId: idSchema('member'),
  roles: z.array(RoleName),
  /**
   * whether it sees the person's mobile number and organisation; null: the person has not answered
   * yet
   */
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
  /** single letters are shortcuts */
  letterKeys: z.boolean(),
  /** signed in with one click; the person has neither password nor app code */
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
  /** functions held, in the order of the staff */
  functions: z.array(z.string()),
  /** functions deputised for, in the same order */
  deputyFor: z.array(z.string()),
  roles: z.array(RoleName),
})
export type SampleAccount = z.infer<typeof SampleAccount>

export const VideoView = z.strictObject({
  state: z.enum(['ready', 'preparing', 'unavailable']),
  /** present for people who are signed in or may do the first start */
  reason: z.enum(['preparing', 'off', 'noServer', 'buildFailed', 'startFailed']).optional(),
})

/** The answer to the first request of every page, signed in or not. */
export const SessionView = z.strictObject({
  /**
   * firstStart: nothing is set up, and this browser may do so. secondFactor: the code of the app is
   * still missing.
   */
  state: z.enum(['firstStart', 'signedOut', 'secondFactor', 'signedIn']),
  isSample: z.boolean(),
  /** network: by its settings other machines can reach it; then there is no sample */
  reach: z.enum(['thisMachine', 'network']),
  /**
   * present when this browser must show the start code first; `file`: the path of the file with the
   * code
   */
  startCode: z.strictObject({ file: z.string() }).optional(),
  /**
   * the people to sign in as; only in a sample, on its own machine, after the start code was shown
   */
  sampleAccounts: z.array(SampleAccount).optional(),
  me: Me.optional(),
  video: VideoView,
  /** outbox: no mail server is configured; mails can be read in the product */
  mail: z.enum(['smtp', 'outbox']),
  database: z.literal('ready'),
  /** the number to call before signing in; empty: none is known */
  hotline: z.string(),
  /** language of the page: the person's, else the one this browser chose last */
  locale: Language,
})
export type SessionView = z.infer<typeof SessionView>

export const MemberEnrolmentInput = z.strictObject({ send: z.enum(['mail', 'print']) })
export const MemberEnrolment = z.strictObject({
  /** present when printed: the code to type, and the address */
  code: z.string().optional(),
  url: z.string().optional(),
  /** the address with the code as a QR code, in a square of its own module size */
  qrSvg: z.string().optional(),
  /** present when mailed */
  sentTo: z.string().optional(),
  expiresAt: z.iso.datetime(),
})
export type MemberEnrolment = z.infer<typeof MemberEnrolment>

/** Members with a right to set their factors that was not used yet, by mail or on paper. */
export const OpenAccess = z.array(
  z.strictObject({
    memberId: idSchema('member'),
    /** null: given before this was kept */
    way: z.enum(['mail', 'print']).nullable(),
    givenAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
  }),
)
export type OpenAccess = z.infer<typeof OpenAccess>
