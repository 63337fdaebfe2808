import type { AttendanceStatus, PersonAttendance, Stay } from '../../src/attendance/contract.ts'
import { type Mode, modes, perMode } from '../../src/lib/modes.ts'
import { type Id, type IdKind, idPrefixes } from '../../src/lib/ids.ts'
import type { FunctionFacts, MinutesInput, PersonFacts } from '../../src/minutes/rules/input.ts'
import type { AttendeePlan } from '../../src/meetings/contract/plan.ts'
import { sortName } from '../../src/roster/rules/names.ts'

/** People, places and events here are invented. */
/** of entries that nobody corrected, replaced or added later */
export const untouched = { replacedBy: null, corrected: [], addedAtMs: null }

export const openedAtMs = Date.parse('2026-11-24T08:31:00+01:00')
export const closedAtMs = Date.parse('2026-11-24T09:21:00+01:00')

export function idOf<K extends IdKind>(kind: K, n: number): Id<K> {
  return `${idPrefixes[kind]}_${String(n).padStart(26, '0')}` as Id<K> // a brand exists only in the type
}

/** `08:31` of the sample's day. */
export function at(clock: string): number {
  return Date.parse(`2026-11-24T${clock.length === 5 ? `${clock}:00` : clock}+01:00`)
}

export type SamplePerson = {
  name: string
  organisation?: string
  functions?: number[]
  stays?: [Mode, string, string][]
  status?: AttendanceStatus
  planned?: Mode | 'declined'
  deputyFor?: number
  representedBy?: number
  isVisitor?: boolean
  isGuest?: boolean
}

export function peopleFacts(
  people: readonly SamplePerson[],
): Pick<MinutesInput, 'people' | 'plans' | 'attendance'> {
  return {
    people: people.map((p, i): PersonFacts => ({
      attendeeId: idOf('attendee', i),
      name: p.name,
      sortName: sortName({ title: '', name: p.name }),
      organisation: p.organisation ?? 'Kreis',
      isGuest: p.isGuest ?? false,
    })),
    plans: people.map((p, i): AttendeePlan => ({
      attendeeId: idOf('attendee', i),
      functionIds: (p.functions ?? []).map(n => idOf('staffFunction', n)),
      plan:
        p.planned === 'declined'
          ? { kind: 'declined' }
          : p.planned
            ? { kind: 'accepted', mode: p.planned }
            : { kind: 'none' },
      deputyId: null,
      deputyFor: p.deputyFor === undefined ? null : idOf('attendee', p.deputyFor),
      isVisitor: p.isVisitor ?? false,
    })),
    attendance: people.map((p, i) => attendanceFacts(p, i)),
  }
}

function attendanceFacts(p: SamplePerson, i: number): PersonAttendance {
  const stays = (p.stays ?? []).map(([mode, from, until]): Stay => ({
    attendeeId: idOf('attendee', i),
    mode,
    fromMs: at(from),
    untilMs: at(until),
    isOpen: false,
    sources: [mode === 'video' ? 'mediaServer' : 'desk'],
  }))
  const msByMode = perMode(() => 0)
  for (const stay of stays) msByMode[stay.mode] += stay.untilMs - stay.fromMs
  const longest = modes.reduce(
    (best, mode) => (msByMode[mode] > msByMode[best] ? mode : best),
    'onSite',
  )
  return {
    attendeeId: idOf('attendee', i),
    status: p.status ?? (stays.length > 0 ? 'present' : 'absentWithoutReply'),
    stays,
    msByMode,
    totalMs: Object.values(msByMode).reduce((sum, ms) => sum + ms, 0),
    mainMode: stays.length > 0 ? longest : null,
    representedBy: p.representedBy === undefined ? null : idOf('attendee', p.representedBy),
  }
}

const functionList: [string, string, boolean][] = [
  ['Leiter des Krisenstabes', 'Leitung', true],
  ['KGS Innerer Dienst', 'KGS', false],
  ['KGS Lage und Dokumentation', 'KGS', true],
  ['SMS Ordnung', 'SMS', false],
  ['SMS Gesundheit', 'SMS', false],
  ['SMS Katastrophenschutz', 'SMS', false],
  ['SMS Soziales', 'SMS', false],
  ['SMS Umwelt', 'SMS', true],
  ['BuMA', 'BuMA', true],
  ['VP Polizei', 'Verbindungspersonen', false],
  ['VP Bundeswehr', 'Verbindungspersonen', false],
  ['EMS Ruhrverband', 'EMS', false],
]

export const functionFacts: FunctionFacts[] = functionList.map(([label, block, isRequired], i) => ({
  id: idOf('staffFunction', i),
  label,
  block,
  position: i,
  isRequired,
}))

export const samplePeople: SamplePerson[] = [
  {
    name: 'Dr. Sabine Köhler-Özdemir',
    functions: [0],
    planned: 'onSite',
    stays: [['onSite', '08:31', '09:21']],
  },
  { name: 'Uwe Groß', functions: [1], planned: 'onSite', stays: [['onSite', '08:31', '09:21']] },
  { name: 'Aylin Demir', functions: [2], planned: 'onSite', stays: [['onSite', '08:31', '09:21']] },
  { name: 'Jörg Müßig', functions: [3], planned: 'video', stays: [['video', '08:31', '09:21']] },
  {
    name: 'Dr. Çiğdem Yıldız',
    functions: [4],
    planned: 'onSite',
    stays: [['video', '08:31', '09:21']],
  },
  {
    name: 'Friedrich-Wilhelm von Hohenfels',
    functions: [5],
    planned: 'onSite',
    stays: [['onSite', '08:31', '09:21']],
  },
  {
    name: 'Beate Weiß',
    functions: [6],
    planned: 'video',
    status: 'partlyPresent',
    stays: [
      ['video', '08:31', '08:36'],
      ['phone', '08:47', '09:21'],
    ],
  },
  {
    name: 'Anne-Kathrin Schäfer',
    functions: [4],
    planned: 'onSite',
    status: 'absentAfterAccepting',
  },
  {
    name: 'Jonas Brandt',
    functions: [8],
    planned: 'onSite',
    status: 'partlyPresent',
    stays: [['onSite', '08:31', '09:02']],
  },
  {
    name: 'PHK Bernd Thöne',
    organisation: 'Polizei',
    functions: [9],
    planned: 'onSite',
    stays: [['onSite', '08:33', '09:21']],
  },
  {
    name: 'OTL Maike Döring',
    organisation: 'Bundeswehr',
    functions: [10],
    planned: 'video',
    stays: [['video', '08:41', '09:21']],
  },
  {
    name: 'Łukasz Nowak',
    organisation: 'Ruhrverband',
    functions: [11],
    planned: 'declined',
    status: 'represented',
    representedBy: 12,
  },
  {
    name: 'Sören Ahlers',
    organisation: 'Ruhrverband',
    functions: [11],
    planned: 'video',
    deputyFor: 11,
    stays: [['video', '08:52', '09:21']],
  },
  {
    name: 'Petra Beispiel',
    organisation: 'Stadtwerke',
    isVisitor: true,
    stays: [['onSite', '08:50', '09:10']],
  },
]

export function sampleInput(people: readonly SamplePerson[] = samplePeople): MinutesInput {
  const facts = peopleFacts(people)
  const labelOf = (n: number) => functionFacts[n]?.label ?? null
  return {
    version: 1,
    language: 'de',
    composedAtMs: at('09:22'),
    zone: 'Europe/Berlin',
    organisation: 'Beispielkreis',
    staff: 'Krisenstab',
    incident: 'Hochwasser Ruhr und Volme',
    meeting: {
      kind: 'operation',
      number: 17,
      title: '17. Sitzung',
      openedAtMs,
      closedAtMs,
      endTold: null,
      place: 'Kreishaus, Raum 101',
      hasVirtualRoom: true,
    },
    lead: 'Dr. Sabine Köhler-Özdemir',
    minuteTakers: [{ name: 'Aylin Demir', fromMs: openedAtMs, untilMs: null }],
    interruptions: [{ fromMs: at('09:00'), untilMs: at('09:05') }],
    functions: functionFacts,
    ...facts,
    gaps: [
      {
        functionId: idOf('staffFunction', 8),
        fromMs: at('09:02'),
        untilMs: closedAtMs,
        isOpen: false,
      },
      {
        functionId: idOf('staffFunction', 7),
        fromMs: openedAtMs,
        untilMs: closedAtMs,
        isOpen: false,
      },
    ],
    faults: [
      {
        id: idOf('entry', 30),
        fromMs: at('08:36'),
        untilMs: at('08:47'),
        text: 'Bild von Beate Weiß gestört, ab 08:47 telefonisch.',
        retractedAtMs: null,
      },
    ],
    agenda: [
      {
        id: idOf('agendaItem', 1),
        position: 1,
        title: 'Lage',
        responsible: 'KGS Lage und Dokumentation',
        hasBegun: true,
      },
      {
        id: idOf('agendaItem', 2),
        position: 2,
        title: 'Evakuierung Hattingen-Süd',
        responsible: 'SMS Ordnung',
        hasBegun: true,
      },
    ],
    decisions: [
      {
        id: idOf('entry', 1),
        number: 1,
        atMs: at('08:52'),
        text: 'Evakuierung Hattingen-Süd wird vorbereitet.',
        reason: 'Scheitel über Deichkrone möglich.',
        retractedAtMs: null,
        ...untouched,
      },
      {
        id: idOf('entry', 2),
        number: 2,
        atMs: at('09:05'),
        text: 'Die Schulen in Hattingen bleiben geschlossen.',
        reason: 'Zufahrten gesperrt.',
        retractedAtMs: null,
        ...untouched,
      },
    ],
    orders: [
      {
        id: idOf('entry', 10),
        number: 1,
        atMs: at('08:53'),
        text: 'Busse für 400 Personen bereitstellen und Sammelstelle am Schulzentrum Holthausen einrichten.',
        responsible: 'Jörg Müßig',
        dueAtMs: at('12:00'),
        doneAtMs: null,
        retractedAtMs: null,
        ...untouched,
      },
    ],
    carriedOrders: [
      {
        id: idOf('entry', 20),
        meetingNumber: 16,
        number: 3,
        atMs: 0,
        text: 'Dienstplan Bürgertelefon.',
        responsible: 'Jonas Brandt',
        dueAtMs: at('08:00'),
        doneAtMs: at('08:59'),
        retractedAtMs: null,
        ...untouched,
      },
    ],
    log: [],
    nextMeeting: {
      title: '18. Sitzung',
      startsAtMs: Date.parse('2026-11-24T16:00:00+01:00'),
      place: 'Kreishaus, Raum 101',
    },
    annexes: ['Lagekarte Stand 08:15 Uhr'],
    bandRows: [
      ...people.flatMap((p, i) =>
        (facts.attendance[i]?.stays.length ?? 0) > 0
          ? [
              {
                label: [p.functions?.[0] === undefined ? null : labelOf(p.functions[0]), p.name]
                  .filter(Boolean)
                  .join(' · '),
                functionLabel: p.functions?.[0] === undefined ? null : labelOf(p.functions[0]),
                name: p.name,
                bars: (facts.attendance[i]?.stays ?? []).map(s => ({
                  fromMs: s.fromMs,
                  untilMs: s.untilMs,
                  kind: s.mode,
                })),
              },
            ]
          : [],
      ),
      {
        label: 'SMS Umwelt',
        functionLabel: 'SMS Umwelt',
        name: null,
        bars: [{ fromMs: openedAtMs, untilMs: closedAtMs, kind: 'unfilled' }],
      },
    ],
  }
}

/** A staff of `count` people, functions and names invented by number. */
export function crowd(count: number): SamplePerson[] {
  return Array.from({ length: count }, (_, i) => ({
    name: `Mitglied ${i + 1} Müller-Weiß`,
    functions: [i % functionFacts.length],
    planned: 'onSite',
    stays: [[modes[i % modes.length]!, '08:31', '09:21']], // the index is below their number
  }))
}
