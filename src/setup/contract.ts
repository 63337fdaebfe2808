import { z } from 'zod'
import { AppCode, Language } from '../access/contract/account.ts'
import { idSchema } from '../lib/ids.ts'
import { raw } from '../lib/shapes.ts'
import { isZone } from '../lib/time.ts'
import { Email, Mobile, Organisation, PersonName, Template } from '../roster/contract/roster.ts'

/** The start code, as printed or as typed by hand. */
export const StartCodeInput = z.strictObject({ code: z.string().max(60) })

/** The first staff of an empty installation, and its lead. */
export const FirstStaffInput = z.strictObject({
  staffName: PersonName,
  organisation: Organisation.default(''),
  template: Template,
  zone: raw(64).refine(isZone, 'expected a time zone like Europe/Berlin').default('Europe/Berlin'),
  lead: z.strictObject({
    title: Organisation.default(''),
    name: PersonName,
    email: Email,
    mobile: Mobile.default(''),
    language: Language.default('de'),
  }),
  /**
   * only checked here, so that a weak one is refused together with the other fields; it is set with
   * the app code
   */
  password: raw(1024),
})
export type FirstStaffInput = z.infer<typeof FirstStaffInput>

/**
 * The secret for the lead's app. The enrolment then takes the token, the password and a first code.
 */
export const FirstStaff = z.strictObject({
  staffId: idSchema('staff'),
  totp: AppCode,
  enrolmentToken: z.string(),
})
export type FirstStaff = z.infer<typeof FirstStaff>

export const SampleMade = z.strictObject({
  staffId: idSchema('staff'),
  meetingId: idSchema('meeting'),
})
export type SampleMade = z.infer<typeof SampleMade>
