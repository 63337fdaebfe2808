import type { Lang } from '../lib/time.ts'
import type { Occasion } from '../mail/contract.ts'
import { whoNamedYou } from '../mail/texts.ts'
import { words } from '../mail/words.ts'
import { listed } from '../words/listed.ts'
import type { Sides } from './sides.ts'

/** What a mail about several dates says of deputies at one of them; empty: nothing. */
export function deputyNote(occasion: Occasion, sides: Sides | null, lang: Lang): string {
  const w = words[lang]
  const senders = sides?.senders ?? []
  switch (occasion.kind) {
    case 'deputy':
      return whoNamedYou(senders.length > 0 ? senders : [occasion.principal], lang)
    case 'relieved':
    case 'released': {
      const still = senders.map(sender => sender.name)
      const now = occasion.kind === 'relieved' && still.length > 0
      return [w.noLonger(listed(occasion.senders, lang)), now ? w.nowFor(listed(still, lang)) : '']
        .filter(Boolean)
        .join(' ')
    }
    case 'standInChanged':
      return w.standIn(sides?.deputy ?? '', sides?.standIn ?? null)
    default:
      return ''
  }
}
