/** How bytes stand for letters; `windows1252` is what German Excel writes, the others come from Macs and from programs of MS-DOS. */
type Encoding = 'utf8' | 'utf16' | CodePage
type CodePage = 'windows1252' | 'macintosh' | 'cp850'
/** `isDoubtful`: letters outside of ASCII, of which no code page makes words that read as German. */
type Decoded = { text: string; encoding: Encoding; isDoubtful: boolean }

const allBytes = Uint8Array.from({ length: 128 }, (_, i) => i + 128)
/** What the bytes from 128 on stand for. */
const pages: Record<CodePage, readonly string[]> = {
  windows1252: [...new TextDecoder('windows-1252').decode(allBytes)],
  macintosh: [...new TextDecoder('macintosh').decode(allBytes)],
  // no platform decodes it; page 437 has the same German letters
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
/** so much of a list says how it is written */
const sampleLength = 200_000

/** The text of a list. Where two code pages read equally well nothing is guessed: it is Windows', and doubtful. */
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
    // where there are only signs, like a dash, no letter can be wrong
    const isDoubtful = !isClear && scored.some(({ points }) => points !== 0)
    return { text: read(bytes, encoding), encoding, isDoubtful }
  }
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
 * How well the letters outside of ASCII read as parts of German words: an umlaut or ß where one can stand counts 3, a letter
 * that names of neighbours have 2, any other letter 1; a capital or a sign inside a word costs 4. Other signs count nothing.
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
 * A text that was UTF-8, was read as something else and saved again (`MÃ¼ller`), as it was before. Null when it is no such text: only
 * bytes that are UTF-8 from end to end, and give letters, leave no doubt.
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
        Uint8Array.from(bytes as number[]), // looked at above
      )
      if (/^[\p{ASCII}\p{L}\p{Pd}\p{Zs}]*$/u.test(before)) return before
    } catch {
      // written otherwise
    }
  }
  return null
}

/** Whether letters are lost for good: a sign in their place, or a sign or capital that no word has there (`MŸller`, `M?ller`). */
export const hasLostLetters = (text: string): boolean =>
  /\ufffd/u.test(text) ||
  /\p{L}[?€…†‡§‰„”“™¤¬│┤╗╝┐└┴┬├─┼╚╔╩╦╠═╬█▀▄■√∫≈Ω¸ˆ˜](?=\p{L})/u.test(text) ||
  /\p{L}[ŸŠŽÃ](?=\p{Ll})/u.test(text) ||
  /[\u0080-\u009f]/u.test(text)
