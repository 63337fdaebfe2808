import type { Mode } from '../../../src/lib/modes.ts'
import type { BandRow, BandWindow } from '../../../web/src/attendance/bandScale.ts'

const beginMs = Date.parse('2026-11-24T07:30:00Z')
const at = (minute: number) => beginMs + minute * 60_000

/** Everybody here is invented. */
export const people: {
  id: string
  block: string
  label: string
  name: string
  mode: Mode | null
  since: string
}[] = [
  {
    id: '1',
    block: 'Leitung',
    label: 'Leiter des Krisenstabes',
    name: 'Dr. Sabine Köhler-Özdemir',
    mode: 'onSite',
    since: '08:28',
  },
  {
    id: '2',
    block: 'KGS',
    label: 'KGS Innerer Dienst',
    name: 'Uwe Groß',
    mode: 'onSite',
    since: '08:24',
  },
  {
    id: '3',
    block: 'SMS',
    label: 'SMS Ordnung',
    name: 'Jörg Müßig',
    mode: 'video',
    since: '08:30',
  },
  {
    id: '4',
    block: 'SMS',
    label: 'SMS Soziales',
    name: 'Beate Weiß',
    mode: 'phone',
    since: '08:47',
  },
  { id: '5', block: 'BuMA', label: 'BuMA', name: '', mode: null, since: '09:02' },
]

export const bandWindow: BandWindow = { fromMs: at(0), untilMs: at(60) }
export const nowMs = at(43)

const few: BandRow[] = [
  {
    id: 'a',
    label: 'Leiter des Krisenstabes · Dr. Sabine Köhler-Özdemir',
    block: 'Leitung',
    bars: [{ fromMs: at(0), untilMs: at(43), kind: 'onSite' }],
    text: 'vor Ort seit 08:30',
  },
  {
    id: 'b',
    label: 'SMS Ordnung · Jörg Müßig',
    block: 'SMS',
    bars: [
      { fromMs: at(0), untilMs: at(19), kind: 'video' },
      { fromMs: at(22), untilMs: at(43), kind: 'video' },
    ],
    text: 'virtuell 08:30–08:49, virtuell seit 08:52',
  },
  {
    id: 'c',
    label: 'SMS Soziales · Beate Weiß',
    block: 'SMS',
    bars: [{ fromMs: at(17), untilMs: at(43), kind: 'phone' }],
    text: 'telefonisch seit 08:47',
  },
  {
    id: 'd',
    label: 'BuMA',
    block: 'BuMA',
    bars: [
      { fromMs: at(0), untilMs: at(32), kind: 'onSite' },
      { fromMs: at(32), untilMs: at(43), kind: 'unfilled' },
    ],
    text: 'vor Ort 08:30–09:02, unbesetzt seit 09:02',
  },
]

const wanted = Number(new URLSearchParams(globalThis.location?.search ?? '').get('rows') ?? 0)
export const bandRows: BandRow[] =
  wanted > 0 ? Array.from({ length: wanted }, (_, i) => ({ ...few[i % 4]!, id: `r${i}` })) : few
