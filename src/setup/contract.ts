import { z } from 'zod'
import { AppCode, Language } from '../access/contract/account.ts'
import { idSchema } from '../lib/ids.ts'
import { raw } from '../lib/shapes.ts'
import { isZone } from '../lib/time.ts'
import { Email, Mobile, Organisation, PersonName, Template } from '../roster/contract.ts'

/** As the start printed it, or as somebody typed it off. */
export const StartCodeInput = z.strictObject({ code: z.string().max(60) })

/** The first staff of an empty installation, and who leads it. */
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
  /** looked at here already, so that a weak one is refused beside the other fields; set together with the app code */
  password: raw(1024),
})
export type FirstStaffInput = z.infer<typeof FirstStaffInput>

/** What the lead takes into the app; password and a first code then go with the token to the enrolment. */
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
