import { z } from 'zod'
import { idSchema } from '../../lib/ids.ts'
import { line, plainAddress, raw, words } from '../../lib/shapes.ts'
import { Mobile } from '../../roster/contract/roster.ts'

export const Language = z.enum(['de', 'en'])
export type Language = z.infer<typeof Language>
export const Theme = z.enum(['system', 'light', 'dark'])
export type Theme = z.infer<typeof Theme>

// the policy is a rule; this only refuses what no password can be
const GivenPassword = raw(1024).min(1)
const NewPassword = raw(1024)
const Code = raw(20)
  .transform(code => code.replace(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'expected six digits'))
const EnrolmentToken = raw(400).trim().min(1).max(100)

export const SignInInput = z.strictObject({
  email: raw(1_000)
    .transform(text => plainAddress(text).trim().toLowerCase())
    .pipe(z.string().min(1).max(254)),
  password: GivenPassword,
})
export const SignInAnswer = z.strictObject({ next: z.literal('secondFactor') })
export const CodeInput = z.strictObject({ code: Code })
export const SampleSignInInput = z.strictObject({ personId: idSchema('person') })
export const LanguageInput = z.strictObject({ language: Language })
export const Done = z.strictObject({})

/** An app-code secret for an authenticator app, as picture and as text to type. */
export const AppCode = z.strictObject({
  secret: z.string(),
  otpauthUrl: z.string(),
  qrSvg: z.string(),
})
export type AppCode = z.infer<typeof AppCode>

export const EnrolmentReadInput = z.strictObject({ token: EnrolmentToken })
export const EnrolmentPage = z.strictObject({
  name: z.string(),
  email: z.string(),
  language: Language,
  /** the person could sign in before; finishing ends every session and replaces both factors */
  isReplacement: z.boolean(),
  totp: AppCode,
})
export type EnrolmentPage = z.infer<typeof EnrolmentPage>
export const EnrolmentConfirmInput = z.strictObject({
  token: EnrolmentToken,
  password: NewPassword,
  code: Code,
})

export const MyChange = z.strictObject({
  title: line(100).optional(),
  name: words(200).optional(),
  organisation: line(200).optional(),
  language: Language.optional(),
  theme: Theme.optional(),
  letterKeys: z.boolean().optional(),
  mobile: Mobile.optional(),
})
export type MyChange = z.infer<typeof MyChange>

export const PasswordChangeInput = z.strictObject({
  current: GivenPassword,
  code: Code,
  next: NewPassword,
})
/** First step to another app: asks for both factors and gives the new secret. */
export const FactorChangeInput = z.strictObject({ current: GivenPassword, code: Code })
export const FactorChange = z.strictObject({ totp: AppCode, changeToken: z.string() })
export type FactorChange = z.infer<typeof FactorChange>
/** Second step: a code of the new app. */
export const FactorConfirmInput = z.strictObject({
  changeToken: raw(1000).min(1),
  code: Code,
})

export const MySession = z.strictObject({
  sessionId: idSchema('session'),
  isThisOne: z.boolean(),
  /** as the browser names itself */
  userAgent: z.string(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
})
export type MySession = z.infer<typeof MySession>
export const MySessions = z.array(MySession)

/** What became of a request whose answer was lost; one that never arrived does not count later. */
export const Settled = z.strictObject({ state: z.enum(['done', 'refused', 'never']) })
