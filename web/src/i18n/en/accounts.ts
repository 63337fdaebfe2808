import type { texts as de } from '../de/accounts.ts'
import type { Same } from '../i18n.ts'

export const texts: Same<typeof de> = {
  title: 'Sign in',
}
