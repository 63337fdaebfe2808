export const factors = ['password', 'totp', 'sample'] as const
export type Factor = (typeof factors)[number]

/** Life of a session: unused, in all, and between the two steps of signing in. */
export const idleMs = 30 * 60_000
export const lifeMs = 12 * 3_600_000
export const halfSignedInMs = 10 * 60_000
/** Life of an enrolment link or printed code. */
export const enrolmentMs = 7 * 24 * 3_600_000
/** How long a browser that has shown the start code may use it. */
export const codeShownMs = 30 * 24 * 3_600_000

/** `full`: allows what the person may do. `secondFactor`: allows only the second step. */
export type SessionStanding = 'full' | 'secondFactor'

/** Where a request comes from. */
export type Place = {
  /** network: by its settings other machines can reach the installation */
  reach: 'thisMachine' | 'network'
  /** the headers are those of a browser on this machine; a proxy that adds none looks the same */
  looksLocal: boolean
  /** this browser has shown the start code */
  hasShownCode: boolean
}

/**
 * Whether the start code is accepted from there. An installation meant for the network is set up
 * over the network.
 */
export function mayShowCode({ reach, looksLocal }: Omit<Place, 'hasShownCode'>): boolean {
  return reach === 'network' || looksLocal
}

/**
 * The first start always needs the code; on an installation for this machine alone it also needs
 * local headers.
 */
export function mayDoFirstStart(place: Place): boolean {
  return place.hasShownCode && mayShowCode(place)
}

/**
 * The sample and its sign-in by one click are refused where other machines can reach the
 * installation.
 */
export function mayUseSample(place: Place): boolean {
  return place.reach === 'thisMachine' && mayDoFirstStart(place)
}

/**
 * How far a session was proven. The one click of the sample counts as full, but only in a sample
 * installation and where the sample may be used; elsewhere it is null, which means no session.
 */
export function standingOf(
  proven: readonly Factor[],
  place: Place & { isSample: boolean },
): SessionStanding | null {
  if (proven.includes('sample')) return place.isSample && mayUseSample(place) ? 'full' : null
  if (proven.includes('password') && proven.includes('totp')) return 'full'
  return proven.includes('password') ? 'secondFactor' : null
}

/**
 * Pauses after wrong answers: none for the first `free`, then one after every third, each twice as
 * long as the one before, up to `longestMs`.
 */
export type Patience = { name: string; free: number; longestMs: number }
/** After this time without a wrong answer all are forgotten. */
export const wrongWindowMs = 15 * 60_000
/**
 * More than one, so that of two people who waited side by side the first one's mistake does not
 * lock the other out again.
 */
export const answersBetweenPauses = 3

/**
 * The end of the pause, given the times of wrong answers in any order; `nowMs` or earlier: there is
 * none.
 */
export function pauseEndsAtMs(
  wrongAtMs: readonly number[],
  { free, longestMs }: Patience,
  nowMs: number,
): number {
  const latestMs = Math.max(...wrongAtMs)
  const beyond = wrongAtMs.length - free
  if (beyond < 0 || latestMs <= nowMs - wrongWindowMs) return nowMs
  if (beyond % answersBetweenPauses !== 0) return nowMs
  return latestMs + Math.min(longestMs, 1000 * 2 ** (beyond / answersBetweenPauses))
}

export const minPasswordLength = 12
export const maxPasswordLength = 200
/** A password that needs fewer guesses than this power of ten counts as guessable. */
export const leastGuessesLog10 = 10
export type PasswordProblem = 'tooShort' | 'tooLong' | 'common' | 'personal' | 'guessable'

/**
 * Why a new password is refused without guessing, else null; the server then checks whether it is
 * `guessable`. Length counts, kinds of characters do not (NIST SP 800-63B §3.1.1.2).
 */
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

/**
 * What a stranger who knows the person and the place would try first: each text as a whole, and its
 * words. Without duplicates, the most likely first, and few enough to be checked quickly.
 */
export function likelyWords(
  person: { name: string; email: string },
  ofPlace: readonly string[],
): string[] {
  const words = [person.name, person.email, ...staffRoomWords, ...ofPlace].flatMap(text => {
    const lower = text.slice(0, 100).toLowerCase()
    return [lower, ...lower.split(/[^\p{L}\p{N}]+/u)]
  })
  return [...new Set(words.filter(word => word.length >= 3))].slice(0, 1_000)
}

/** Words that general lists lack or rank as rarer than they are in a crisis staff. */
const staffRoomWords =
  `krisenstab verwaltungsstab führungsstab lagebesprechung lagerunde katastrophenschutz katastrophe hochwasser
  starkregen unwetter sturm stromausfall waldbrand pandemie corona evakuierung feuerwehr leitstelle kreishaus landratsamt
  landrat landrätin landkreis kreisverwaltung rathaus bürgermeister technischeshilfswerk deichbruch dammbruch deich flut
  sturmflut orkan erdbeben erdrutsch großbrand großschadenslage schadenslage katastrophenfall katastrophenalarm alarm sirene
  warnung warntag warnapp warn app nina katwarn biwapp mowas cellbroadcast blackout notstrom pegel schnee hitze dürre seuche
  tierseuche vogelgrippe geflügelpest evakuieren bombenfund bombe gefahrstoff chemieunfall cyberangriff einsatz einsatzleitung
  leitung lage stab stabsraum besprechung sitzung kreis stadt gemeinde polizei bundeswehr thw drk brk malteser johanniter
  rettungsdienst notfall notruf krise montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar februar märz
  april mai juni juli august september oktober november dezember frühling sommer herbst winter uhr morgens abends deutschland
  nordrhein westfalen nrw bayern baden württemberg niedersachsen hessen rheinland pfalz sachsen anhalt thüringen brandenburg
  berlin hamburg bremen saarland schleswig holstein mecklenburg vorpommern`.split(/\s+/)

/**
 * The number of guesses, as a power of ten, for somebody who combines `words`, years, dates, times
 * and postcodes; Infinity when the password has none of them. A lower bound: the remaining
 * characters count as random.
 */
export function combinedGuessesLog10(password: string, words: readonly string[]): number {
  const lower = password.normalize('NFC').toLowerCase()
  // the place may not be stored here, and there are some eight thousand postcodes
  if (postcodeBesideWord.test(lower)) return 9
  const known = words
    .flatMap(word => [word, transliterated(word)])
    .filter(word => /^[\p{L}\p{N}]{3,}$/u.test(word))
    .sort((a, b) => b.length - a.length)
  // letters and digits only, so no word has a meaning in a pattern, and the pattern cannot take
  // quadratic time
  const anyKnown = new RegExp(known.join('|'), 'gu')
  let guesses = 0
  const found = (each: number) => () => {
    guesses += each
    return 'A' // everything else is in small letters
  }
  const withoutWords = lower.replace(anyKnown, found(2.5))
  if (withoutWords === lower || known.length === 0) return Infinity
  const rest = withoutWords
    .replace(/\d{1,2}[.:]\d{2}(?!\d)|(?:19|20)\d{2}(?!\d)|(?<!\d)\d{5}(?!\d)/gu, found(2))
    .replace(/([^\p{L}\d])\1*/gu, found(0.5))
    .replace(/\d/gu, found(1))
  return guesses + 1.5 * [...rest.replaceAll('A', '')].length
}

const postcodeBesideWord =
  /^[^\p{L}\d]*(?:\p{L}{3,16}[^\p{L}\d]{0,3}\d{5}|\d{5}[^\p{L}\d]{0,3}\p{L}{3,16})[^\p{L}\d]*$/u

const transliterated = (word: string) =>
  word.replace(/[äöüß]/g, letter => ({ ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' })[letter] ?? letter)

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
  // reads p4ssw0rt!2026 as passwort
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

/** Whether the word repeats one unit, as hallohallohallo does. */
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
  // a guesser knows the name, so only the rest counts
  return rest.length < lower.length && [...rest].length < 8
}
