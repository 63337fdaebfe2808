/** Letters of other scripts that look like Latin ones (Unicode UTS #39, the everyday ones). */
const alike: Record<string, string> = {
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
  і: 'i',
  ј: 'j',
  ѕ: 's',
  һ: 'h',
  ԁ: 'd',
  м: 'm',
  т: 't',
  к: 'k',
  в: 'b',
  н: 'h',
  α: 'a',
  ο: 'o',
  ν: 'v',
  ρ: 'p',
  ι: 'i',
  τ: 't',
  κ: 'k',
}

/**
 * The address with Latin letters in place of those of other scripts that look the same, when a part
 * of it mixes scripts or consists of such letters only; null for an address that does not.
 */
export function withLatinLetters(address: string): string | null {
  const isFooling = address.split(/[@.]/).some(part => {
    const others = [...part].filter(
      letter => /\p{L}/u.test(letter) && !/\p{Script=Latin}/u.test(letter),
    )
    return (
      others.length > 0 &&
      (/\p{Script=Latin}/u.test(part) || others.every(letter => alike[letter] !== undefined))
    )
  })
  return isFooling ? [...address].map(letter => alike[letter] ?? letter).join('') : null
}
