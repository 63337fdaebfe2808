/**
 * The encodings a list can have. German Excel writes `windows1252`; the others come from Macs and
 * MS-DOS programs.
 */
type Encoding = 'utf8' | 'utf16' | CodePage
type CodePage = 'windows1252' | 'macintosh' | 'cp850'
/** `isDoubtful`: no code page makes likely German words of the letters outside ASCII. */
type Decoded = { text: string; encoding: Encoding; isDoubtful: boolean }

const allBytes = Uint8Array.from({ length: 128 }, (_, i) => i + 128)
/** The letters of the bytes from 128 on. */
const pages: Record<CodePage, readonly string[]> = {
  windows1252: [...new TextDecoder('windows-1252').decode(allBytes)],
  macintosh: [...new TextDecoder('macintosh').decode(allBytes)],
  // TextDecoder does not know code page 850; page 437 has the German letters in the same places
  cp850: [
    ...'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0',
  ],
}
const bytesOf = new Map(
  Object.entries(pages).map(([page, letters]) => [
    page,
    new Map(letters.map((letter, i) => [letter, i + 128])),
  ]),
)
/** number of bytes that are looked at to find the encoding */
const sampleLength = 200_000

/**
 * Decodes a list. When two code pages read equally well, it takes windows1252 and marks the result
 * as doubtful.
 */
export function decodeList(bytes: Uint8Array): Decoded {
  const sure = (text: string, encoding: Encoding): Decoded => ({
    text,
    encoding,
    isDoubtful: false,
  })
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return sure(new TextDecoder('utf-16le').decode(bytes), 'utf16')
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return sure(new TextDecoder('utf-16be').decode(bytes), 'utf16')
  const wide = wideWithoutMark(bytes)
  if (wide) return sure(new TextDecoder(wide).decode(bytes), 'utf16')
  try {
    return sure(new TextDecoder('utf-8', { fatal: true }).decode(bytes), 'utf8')
  } catch {
    const sample = bytes.subarray(0, sampleLength)
    const scored = (Object.keys(pages) as CodePage[])
      .map(page => ({ page, points: germanPoints(read(sample, page)) }))
      .sort((a, b) => b.points - a.points)
    const [best, second] = scored
    const isClear = best!.points > 0 && best!.points > second!.points // there are three
    const encoding = isClear ? best!.page : 'windows1252'
    // with signs only, such as a dash, no letter can be wrong
    const isDoubtful = !isClear && scored.some(({ points }) => points !== 0)
    return { text: read(bytes, encoding), encoding, isDoubtful }
  }
}

/** UTF-16 without byte order mark: half of the bytes of a list in it are zero. */
function wideWithoutMark(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes.length % 2 !== 0) return null
  const sample = bytes.subarray(0, sampleLength)
  const zeros = [0, 0] as [number, number]
  for (const [i, byte] of sample.entries()) if (byte === 0) zeros[(i % 2) as 0 | 1]++
  const [even, odd] = zeros.map(count => count / (sample.length / 2)) as [number, number] // two in, two out
  if (odd > 0.6 && even < 0.1) return 'utf-16le'
  return even > 0.6 && odd < 0.1 ? 'utf-16be' : null
}

function read(bytes: Uint8Array, page: CodePage): string {
  if (page !== 'cp850')
    return new TextDecoder(page === 'macintosh' ? page : 'windows-1252').decode(bytes)
  let text = ''
  for (const byte of bytes)
    text += byte < 128 ? String.fromCharCode(byte) : pages.cp850[byte - 128]! // all 128 are there
  return text
}

/**
 * Scores how well the letters outside ASCII fit into German words: an umlaut or ß in a possible
 * place counts 3, a letter used in names of neighbouring countries 2, any other letter 1. A capital
 * or a sign inside a word counts -4, other signs 0.
 */
function germanPoints(text: string): number {
  let points = 0
  for (const word of text.split(/[\s"'(),./:;<>@|-]+/)) {
    if (!/\P{ASCII}/u.test(word)) continue
    const letters = [...word]
    for (const [i, letter] of letters.entries()) {
      if (/\p{ASCII}/u.test(letter)) continue
      const [before, after] = [letters[i - 1] ?? '', letters[i + 1] ?? '']
      const isInWord = isLetter(before) || isLetter(after)
      const isMisplaced = isLower(before) || (isUpper(before) && isLower(after))
      if (!isLetter(letter)) points -= isLetter(before) && isLetter(after) ? 4 : 0
      else if (isUpper(letter) && isMisplaced) points -= 4
      else if (isInWord)
        points += /[äöüÄÖÜß]/.test(letter) ? 3 : /[éèêàáíóçÇÉñëï]/.test(letter) ? 2 : 1
    }
  }
  return points
}
const isLetter = (text: string) => /^[\p{L}\p{M}]$/u.test(text)
const isUpper = (text: string) => /^\p{Lu}$/u.test(text)
const isLower = (text: string) => /^\p{Ll}$/u.test(text)

/**
 * Restores a text that was UTF-8, was read in another encoding and saved again (`MÃ¼ller`). Null
 * when the text is not of that kind: only bytes that are valid UTF-8 throughout and give letters
 * count as proof.
 */
export function undamaged(text: string): string | null {
  if (!/[ÂÃÄÅ√┬├─┼][^\p{ASCII}]/u.test(text)) return null
  for (const [, bytesByLetter] of bytesOf) {
    const bytes = [...text].map(letter =>
      letter < '\u0080' ? letter.charCodeAt(0) : bytesByLetter.get(letter),
    )
    if (bytes.includes(undefined)) continue
    try {
      const before = new TextDecoder('utf-8', { fatal: true }).decode(
        Uint8Array.from(bytes as number[]), // the check above leaves no undefined
      )
      if (/^[\p{ASCII}\p{L}\p{Pd}\p{Zs}]*$/u.test(before)) return before
    } catch {
      // the bytes are no valid UTF-8
    }
  }
  return null
}

/**
 * Whether letters are lost for good: replaced by a sign, or by a sign or capital that no word has
 * in that place (`MŸller`, `M?ller`).
 */
export const hasLostLetters = (text: string): boolean =>
  /\ufffd/u.test(text) ||
  /\p{L}[?€…†‡§‰„”“™¤¬│┤╗╝┐└┴┬├─┼╚╔╩╦╠═╬█▀▄■√∫≈Ω¸ˆ˜](?=\p{L})/u.test(text) ||
  /\p{L}[ŸŠŽÃ](?=\p{Ll})/u.test(text) ||
  /[\u0080-\u009f]/u.test(text)
