import { z } from 'zod'
import { AttendanceStatus } from '../attendance/contract.ts'
import { idSchema } from '../lib/ids.ts'
import { ActingPerson } from '../board/contract.ts'
import {
  DecisionInput,
  isOneResponsible,
  LogInput,
  notOneResponsible,
  OrderInput,
} from '../journal/contract.ts'
import { doorModes, modes, perMode } from '../lib/modes.ts'
import { line, Mode, Moment, raw, withoutUnseen } from '../lib/shapes.ts'
import { SignalSource } from '../meetings/contract/signal.ts'

/** Languages of the printed words; the record itself keeps the words people typed. */
export const MinutesLanguage = z.enum(['de', 'en'])
export type MinutesLanguage = z.infer<typeof MinutesLanguage>

/** ISO 8601 with the offset of the staff's zone, so that the record shows wall times. */
const Instant = z.iso.datetime({ offset: true })
const Text = z.string()
const Count = z.int().nonnegative()

export const MinutesInterval = z.strictObject({
  from: Instant,
  until: Instant,
  mode: Mode,
  sources: z.array(SignalSource),
})
export type MinutesInterval = z.infer<typeof MinutesInterval>

export const MinutesPlan = z.strictObject({
  kind: z.enum(['none', 'accepted', 'declined']),
  mode: Mode.nullable(),
})

/**
 * One person in one function. A required function for which nobody was invited has a row without a
 * person.
 */
export const MinutesRow = z.strictObject({
  functionId: idSchema('staffFunction').nullable(),
  functionLabel: Text.nullable(),
  isRequired: z.boolean(),
  attendeeId: idSchema('attendee').nullable(),
  name: Text.nullable(),
  organisation: Text,
  /** counts in the sentence; guests and visitors do not */
  isMember: z.boolean(),
  planned: MinutesPlan,
  status: AttendanceStatus.nullable(),
  /** the mode with the longest time, null when never present */
  mainMode: Mode.nullable(),
  intervals: z.array(MinutesInterval),
  totalS: Count,
  /** the person they deputised for in this function */
  deputyFor: Text.nullable(),
  /** the deputy who finally came */
  representedBy: Text.nullable(),
})
export type MinutesRow = z.infer<typeof MinutesRow>

/**
 * Rows under one heading, in the order of the staff. `others` are members without a function;
 * `guests` come last.
 */
export const MinutesBlock = z.strictObject({
  kind: z.enum(['functions', 'others', 'guests']),
  /** the staff's own heading; null where `kind` names it */
  label: Text.nullable(),
  rows: z.array(MinutesRow),
})
export type MinutesBlock = z.infer<typeof MinutesBlock>

/**
 * The facts of the hybrid sentence: each person of the staff counts once, under the mode they were
 * longest in.
 */
export const AttendanceSummary = z.strictObject({
  ...perMode(() => Count),
  guests: Count,
  represented: z.array(z.strictObject({ name: Text, by: Text })),
  excused: z.array(Text),
  technicallyPrevented: z.array(Text),
  absent: z.array(z.strictObject({ name: Text, hadAccepted: z.boolean() })),
  notRecorded: z.array(Text),
})
export type AttendanceSummary = z.infer<typeof AttendanceSummary>

export const MinutesGap = z.strictObject({
  functionLabel: Text,
  from: Instant,
  until: Instant,
  /** nobody filled the function from opening to closing */
  isWhole: z.boolean(),
})

/** Missing where nothing was corrected, and where nothing was added after the close. */
const Afterwards = {
  /** former wordings, and when each was corrected */
  corrected: z.array(z.strictObject({ at: Instant, text: Text })).optional(),
  addedAt: Instant.optional(),
}

export const MinutesDecision = z.strictObject({
  number: Text,
  at: Instant,
  text: Text,
  reason: Text,
  ...Afterwards,
})
export type MinutesDecision = z.infer<typeof MinutesDecision>

export const MinutesOrder = z.strictObject({
  number: Text,
  text: Text,
  responsible: Text,
  dueAt: Instant.nullable(),
  doneAt: Instant.nullable(),
  ...Afterwards,
})
export type MinutesOrder = z.infer<typeof MinutesOrder>

/** An entry that was taken back before the close. The minutes print its number without its text. */
export const MinutesRetraction = z.strictObject({
  kind: z.enum(['decision', 'order', 'log']),
  number: Text,
  at: Instant,
  retractedAt: Instant,
  /** the number of the entry that stands in its place */
  replacedBy: Text.optional(),
})
export type MinutesRetraction = z.infer<typeof MinutesRetraction>

export const MinutesAgendaItem = z.strictObject({
  id: idSchema('agendaItem'),
  title: Text,
  responsible: Text,
  text: Text,
  /** the agenda was run, and this point never began */
  isNotReached: z.literal(true).optional(),
})

export const MinutesBandRow = z.strictObject({
  label: Text,
  functionLabel: Text.nullable(),
  name: Text.nullable(),
  bars: z.array(
    z.strictObject({ from: Instant, until: Instant, kind: z.enum([...modes, 'unfilled']) }),
  ),
})
export type MinutesBandRow = z.infer<typeof MinutesBandRow>

export const MinutesSignature = z.strictObject({
  role: z.enum(['minuteTaker', 'lead']),
  name: Text.nullable(),
  signedAt: Instant.nullable(),
})
export type MinutesSignature = z.infer<typeof MinutesSignature>

/** The minutes of one closed meeting: a frozen value that is enough to print them years later. */
export const Minutes = z.strictObject({
  schema: z.literal('lagerunde-minutes-1'),
  version: z.int().positive(),
  language: MinutesLanguage,
  composedAt: Instant,
  /** null for a draft */
  releasedAt: Instant.nullable(),

  organisation: Text,
  staff: Text,
  incident: Text,
  kind: z.enum(['operation', 'exercise']),
  number: z.int().positive(),
  title: Text,
  /** day the meeting began, in its zone */
  date: z.iso.date(),
  zone: Text,
  begin: Instant,
  end: Instant,
  /**
   * the end was given when a forgotten closing was made up for; missing where the closing was the
   * end
   */
  endTold: z.strictObject({ closedAt: Instant, reason: Text }).optional(),
  place: Text,
  hasVirtualRoom: z.boolean(),
  lead: Text.nullable(),
  minuteTakers: z.array(z.strictObject({ name: Text, from: Instant, until: Instant.nullable() })),
  interruptions: z.array(z.strictObject({ from: Instant, until: Instant })),

  attendance: AttendanceSummary,
  blocks: z.array(MinutesBlock),
  gaps: z.array(MinutesGap),
  faults: z.array(z.strictObject({ from: Instant, until: Instant.nullable(), text: Text })),

  lage: Text,
  agenda: z.array(MinutesAgendaItem),
  decisions: z.array(MinutesDecision),
  orders: z.array(MinutesOrder),
  /** orders of earlier meetings that were open when this one began */
  carriedOrders: z.array(MinutesOrder),
  log: z.array(z.strictObject({ number: Count, at: Instant, text: Text, ...Afterwards })),
  /** missing in minutes composed before these were stored */
  retracted: z.array(MinutesRetraction).optional(),
  press: Text,
  remarks: Text,
  nextMeeting: z.strictObject({ title: Text, startsAt: Instant, place: Text }).nullable(),
  nextMeetingText: Text,
  annexes: z.array(Text),
  band: z.array(MinutesBandRow),
  signatures: z.tuple([MinutesSignature, MinutesSignature]),
})
export type Minutes = z.infer<typeof Minutes>

/** Paragraphs as typed; what a database or a printer cannot carry is refused. */
const FreeText = raw(50_000)
  .transform(withoutUnseen)
  .refine(
    text => !/[^\P{Cc}\n\r\t]/u.test(text) && text.isWellFormed(),
    'must not contain control characters',
  )

/**
 * The texts that may be rewritten before the release; recorded facts cannot. Absent fields stay as
 * they are.
 */
export const MinutesEdit = z.strictObject({
  lage: FreeText.optional(),
  agendaTexts: z
    .array(z.strictObject({ id: idSchema('agendaItem'), text: FreeText }))
    .max(100)
    .optional(),
  remarks: FreeText.optional(),
  press: FreeText.optional(),
  nextMeetingText: FreeText.optional(),
})
export type MinutesEdit = z.infer<typeof MinutesEdit>

/** Something in a draft that a reader would ask about; times as in the minutes. */
export const Finding = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('notRecorded'), person: ActingPerson }),
  /** they opened the meeting or kept the minutes, and it was said that they did not take part */
  z.strictObject({ kind: z.literal('notThere'), name: Text, isMinuteTaker: z.boolean() }),
  /** reported as virtual, and never connected */
  z.strictObject({ kind: z.literal('neverConnected'), name: Text }),
  /** they closed the meeting and are recorded as gone since `at` */
  z.strictObject({ kind: z.literal('closerLeft'), name: Text, at: Instant }),
  z.strictObject({ kind: z.literal('orderWithoutPerson'), number: Text, text: Text }),
  z.strictObject({
    kind: z.literal('pointsWithoutText'),
    points: z.array(MinutesAgendaItem.pick({ id: true, title: true })),
  }),
  z.strictObject({ kind: z.literal('gaps'), gaps: z.array(MinutesGap) }),
])
export type Finding = z.infer<typeof Finding>

/**
 * How somebody took part who acted and was not recorded, told after the close; absent times are
 * those of the meeting.
 */
export const LatePresenceInput = z
  .strictObject({
    memberId: idSchema('member'),
    answer: z.enum([...doorModes, 'notThere']),
    from: Moment.optional(),
    until: Moment.optional(),
  })
  .refine(({ from, until }) => !from || !until || from < until, {
    path: ['until'],
    message: 'expected an end after the beginning',
  })

/** An entry made after the close; `at`: when it happened, within the meeting. */
export const LateEntryInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('decision'), ...DecisionInput.shape, at: Moment }),
  z
    .strictObject({ kind: z.literal('order'), ...OrderInput.shape, at: Moment })
    .refine(isOneResponsible, notOneResponsible),
  z.strictObject({ kind: z.literal('log'), ...LogInput.shape, at: Moment }),
])

export const MinutesState = z.enum(['draft', 'released'])
export type MinutesState = z.infer<typeof MinutesState>

/**
 * Minutes as the page shows them: the record with the rewritten texts, and what the reader may do
 * with it.
 */
export const MinutesView = z.strictObject({
  meetingId: idSchema('meeting'),
  state: MinutesState,
  version: z.int(),
  /** rises with each change; every change must send it back */
  revision: z.int(),
  record: Minutes,
  edits: MinutesEdit,
  composedAt: z.iso.datetime(),
  editedAt: z.iso.datetime().nullable(),
  editedByName: Text.nullable(),
  releasedAt: z.iso.datetime().nullable(),
  releasedByName: Text.nullable(),
  /** of the released PDF/A-3a in the language of the staff, lower-case hex */
  sha256: Text.nullable(),
  minuteTakerId: idSchema('member').nullable(),
  minuteTakerName: Text.nullable(),
  /** what to look at before the release; empty after it */
  findings: z.array(Finding),
})
export type MinutesView = z.infer<typeof MinutesView>

/** `endedAt`: the real end of a meeting whose closing was forgotten; it needs a reason. */
export const CloseInput = z
  .strictObject({ endedAt: Moment.optional(), reason: line(300).default('') })
  .refine(({ endedAt, reason }) => endedAt === undefined || reason.trim() !== '', {
    path: ['reason'],
    message: 'expected a reason why the meeting ended at another time',
  })

export const MinutesChange = z.strictObject({ revision: z.int(), edits: MinutesEdit })
export const MinutesRelease = z.strictObject({ revision: z.int() })
/** Names the minute taker, after the close and before the release. */
export const MinuteTakerInput = z.strictObject({ memberId: idSchema('member') })

export const MinutesListItem = z.strictObject({
  meetingId: idSchema('meeting'),
  meetingTitle: Text,
  number: z.int(),
  kind: z.enum(['operation', 'exercise']),
  incidentTitle: Text,
  startsAt: z.iso.datetime(),
  closedAt: z.iso.datetime().nullable(),
  zone: Text,
  state: MinutesState,
  version: z.int(),
  releasedAt: z.iso.datetime().nullable(),
  releasedByName: Text.nullable(),
  sha256: Text.nullable(),
})
export type MinutesListItem = z.infer<typeof MinutesListItem>

export const PdfStandard = z.enum(['a-3a', 'ua-1'])
/** Absent: the language of the staff and the standard for archives. */
export const MinutesPdfQuery = z.strictObject({
  lang: MinutesLanguage.optional(),
  standard: PdfStandard.default('a-3a'),
})
