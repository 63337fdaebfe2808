export const factors = ['password', 'totp', 'sample'] as const
export type Factor = (typeof factors)[number]

/** Sessions: so long unused, so long at most; the first step alone waits only a little for the second. */
export const idleMs = 30 * 60_000
export const lifeMs = 12 * 3_600_000
export const halfSignedInMs = 10 * 60_000
/** Life of an enrolment link or printed code. */
export const enrolmentMs = 7 * 24 * 3_600_000

/** `full`: may do what the person may. `secondFactor`: only the routes of the second step answer. */
export type SessionStanding = 'full' | 'secondFactor'

/**
 * How far a session was proven. The one click of the sample counts as whole, but only in a sample installation and only for
 * a browser on the same machine; anywhere else it is null: no session at all.
 */
export function standingOf(
  proven: readonly Factor[],
  place: { isSample: boolean; isFromThisMachine: boolean },
): SessionStanding | null {
  if (proven.includes('sample')) return place.isSample && place.isFromThisMachine ? 'full' : null
  if (proven.includes('password') && proven.includes('totp')) return 'full'
  return proven.includes('password') ? 'secondFactor' : null
}

export const minPasswordLength = 12
export const maxPasswordLength = 200
export type PasswordProblem = 'tooShort' | 'tooLong' | 'common' | 'personal'

/** Why a new password is refused, else null. Length counts, kinds of characters do not (NIST SP 800-63B §3.1.1.2). */
export function passwordProblem(
  password: string,
  person: { name: string; email: string },
): PasswordProblem | null {
  const characters = [...password.normalize('NFC')]
  if (characters.length < minPasswordLength) return 'tooShort'
  if (characters.length > maxPasswordLength) return 'tooLong'
  const lower = password.normalize('NFC').toLowerCase()
  if (isCommon(lower)) return 'common'
  return isPersonal(lower, person) ? 'personal' : null
}

const commonWords = new Set(
  `passwort password kennwort passwd geheim secret hallo hello willkommen welcome admin administrator root user benutzer
  qwertz qwertzuiop qwertzuiopü qwerty qwertyuiop asdfghjkl asdfghjklöä yxcvbnm zxcvbnm asdf abc abcd abcdef abcdefgh abcdefghijkl
  test testtest letmein changeme iloveyou ichliebedich schatz sommer winter frühling herbst summer spring autumn monkey dragon
  football fussball fußball sunshine princess master login start krisenstab verwaltungsstab führungsstab katastrophenschutz
  lagerunde lage stab kreis kreishaus landkreis landrat feuerwehr beispiel muster mustermann correcthorsebatterystaple
  passwortpasswort passwordpassword`.split(/\s+/),
)

function isCommon(lower: string): boolean {
  if (new Set(lower).size < 5) return true
  const digits = lower.replace(/\D/g, '')
  if (
    digits.length === lower.length &&
    ('01234567890123456789'.includes(digits) || '98765432109876543210'.includes(digits))
  )
    return true
  // p4ssw0rt!2026 is passwort
  const core = /\p{L}(?:.*\p{L})?/su.exec(lower)?.[0] ?? ''
  const plain = core.replace(/[430157@$]/g, sign => lookalikes[sign] ?? sign)
  const words = [core, plain, lower].map(text => text.replace(/\P{L}/gu, ''))
  return words.some(word => word === '' || commonWords.has(word) || isRepeated(word))
}

const lookalikes: Record<string, string> = {
  '4': 'a',
  '3': 'e',
  '0': 'o',
  '1': 'i',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
}

/** hallohallohallo */
function isRepeated(word: string): boolean {
  for (const size of [1, 2, 3, 4, 5, 6, 7, 8]) {
    if (
      size * 2 <= word.length &&
      word
        .slice(0, size)
        .repeat(Math.ceil(word.length / size))
        .startsWith(word)
    )
      return true
  }
  return false
}

function isPersonal(lower: string, { name, email }: { name: string; email: string }): boolean {
  const [local = '', domain = ''] = email.toLowerCase().split('@')
  const parts = [
    local,
    domain.split('.')[0] ?? '',
    ...name.toLowerCase().split(/[^\p{L}]+/u),
  ].filter(part => part.length >= 4)
  const rest = parts.reduce((text, part) => text.replaceAll(part, ''), lower)
  // what is left after the name is what would have to be guessed
  return rest.length < lower.length && [...rest].length < 8
}
