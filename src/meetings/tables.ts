import { sql } from 'drizzle-orm'
import {
  bigserial,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { incidents } from '../incidents/tables.ts'
import { idColumn, instant } from '../lib/tables.ts'
import { members, ofStaff } from '../roster/tables.ts'
import type { MeetingEvent, MeetingState } from './contract/meeting.ts'
import { modes } from '../lib/modes.ts'
import type { SignalSource } from './contract/signal.ts'
import type { SeriesRule } from './contract/series.ts'

export const series = pgTable('series', {
  id: idColumn('id', 'series').primaryKey(),
  staffId: ofStaff(),
  incidentId: idColumn('incident_id', 'incident')
    .notNull()
    .references(() => incidents.id),
  rule: jsonb('rule').$type<SeriesRule>().notNull(),
  createdAt: instant('created_at').notNull(),
})

export const meetings = pgTable(
  'meetings',
  {
    id: idColumn('id', 'meeting').primaryKey(),
    staffId: ofStaff(),
    incidentId: idColumn('incident_id', 'incident')
      .notNull()
      .references(() => incidents.id),
    seriesId: idColumn('series_id', 'series').references(() => series.id),
    /**
     * the entry of calendars that it shares with the other meetings of its series; null: it has an
     * entry of its own. Never changes, because calendars know the entry by it
     */
    calendarEntry: text('calendar_entry'),
    /** within the incident, in the order of the openings; null until this one is opened */
    number: integer('number'),
    /** null: it has no title of its own and is not opened yet */
    title: text('title'),
    kind: text('kind', { enum: ['operation', 'exercise'] }).notNull(),
    state: text('state').$type<MeetingState>().notNull(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    place: text('place').notNull(),
    seats: integer('seats'),
    hasVirtualRoom: boolean('has_virtual_room').notNull(),
    openedAt: instant('opened_at'),
    /** when it ended: the moment of closing, or an earlier one when the closing was forgotten */
    closedAt: instant('closed_at'),
    /** when the lead last said that it still goes on, asked long after its planned end */
    stillRunningAt: instant('still_running_at'),
    /** why it was cancelled */
    cancelReason: text('cancel_reason').notNull().default(''),
    minuteTakerId: idColumn('minute_taker_id', 'member').references(() => members.id),
    /** iCalendar SEQUENCE of the last invitation, RFC 5546 §2.1.4 */
    sequence: integer('sequence').notNull().default(0),
    /**
     * number of the present gathering; every move to another beginning raises it, and each signal
     * belongs to one
     */
    gathering: integer('gathering').notNull().default(1),
    /** the media server's room; random, new for each gathering */
    roomName: text('room_name').notNull().unique(),
    createdAt: instant('created_at').notNull(),
    /** rises with every write of the meeting and its agenda, so that a stale writer is refused */
    revision: integer('revision').notNull().default(1),
  },
  t => [
    uniqueIndex('meetings_number').on(t.incidentId, t.number),
    index('meetings_staff').on(t.staffId, t.startsAt),
    index('meetings_series').on(t.seriesId),
    index('meetings_entry').on(t.calendarEntry),
    check('meetings_order', sql`${t.endsAt} > ${t.startsAt}`),
    check('meetings_seats', sql`${t.seats} is null or ${t.seats} between 1 and 10000`),
    check(
      'meetings_opened',
      sql`${t.state} not in ('open','paused','closed') or ${t.openedAt} is not null`,
    ),
    check('meetings_closed', sql`(${t.state} = 'closed') = (${t.closedAt} is not null)`),
  ],
)

/** The meeting column of tables that belong to one meeting. */
export const ofMeeting = () =>
  idColumn('meeting_id', 'meeting')
    .notNull()
    .references(() => meetings.id)

/**
 * Every change of state, date or minute taker, in order; append-only. It contains the former dates
 * of a moved meeting.
 */
export const meetingEvents = pgTable(
  'meeting_events',
  {
    seq: bigserial('seq', { mode: 'number' }).primaryKey(),
    meetingId: ofMeeting(),
    kind: text('kind').$type<MeetingEvent['kind']>().notNull(),
    at: instant('at').notNull(),
    byId: idColumn('by_id', 'person'),
    details: jsonb('details').$type<Record<string, string | null>>().notNull().default({}),
  },
  t => [index('meeting_events_meeting').on(t.meetingId, t.seq)],
)

export const agendaItems = pgTable(
  'agenda_items',
  {
    id: idColumn('id', 'agendaItem').primaryKey(),
    meetingId: ofMeeting(),
    position: integer('position').notNull(),
    title: text('title').notNull(),
    responsible: text('responsible').notNull().default(''),
    minutes: integer('minutes'),
    startedAt: instant('started_at'),
    endedAt: instant('ended_at'),
  },
  t => [index('agenda_items_meeting').on(t.meetingId, t.position)],
)

/**
 * Everyone in the list of a meeting: invited members, deputies who took over, guests, visitors.
 * Signals and replies refer to these rows.
 */
export const attendees = pgTable(
  'attendees',
  {
    id: idColumn('id', 'attendee').primaryKey(),
    meetingId: ofMeeting(),
    memberId: idColumn('member_id', 'member').references(() => members.id),
    kind: text('kind', { enum: ['invited', 'deputy', 'visitor'] }).notNull(),
    /** visitors only; a member's name is in `people` */
    visitorName: text('visitor_name'),
    visitorOrganisation: text('visitor_organisation'),
    /** the attendee whose invitation this one took over */
    deputyForId: idColumn('deputy_for_id', 'attendee'),
    /** invited or taken out by hand, so the roster changes nothing about it */
    byHand: boolean('by_hand').notNull().default(false),
    /** invited only for a function of that day, so the invitation ends with it */
    forFunction: boolean('for_function').notNull().default(false),
    /** when the invitation ended; null: it is valid. Only set before the meeting has begun */
    endedAt: instant('ended_at'),
    /** part of the signed personal link; raising it revokes the link */
    linkGeneration: integer('link_generation').notNull().default(1),
    /** SEQUENCE of the last calendar part mailed; null: none yet */
    mailedSequence: integer('mailed_sequence'),
    remindedAt: instant('reminded_at'),
    createdAt: instant('created_at').notNull(),
  },
  t => [
    uniqueIndex('attendees_member').on(t.meetingId, t.memberId),
    index('attendees_by_member').on(t.memberId),
    check('attendees_visitor', sql`(${t.kind} = 'visitor') = (${t.memberId} is null)`),
    check('attendees_visitor_name', sql`${t.kind} <> 'visitor' or ${t.visitorName} is not null`),
  ],
)

/** The attendee column of tables that belong to one attendee. */
export const ofAttendee = () =>
  idColumn('attendee_id', 'attendee')
    .notNull()
    .references(() => attendees.id)

/** Append-only; the latest reply of an attendee counts. Each has time, actor and source. */
export const replies = pgTable(
  'replies',
  {
    seq: bigserial('seq', { mode: 'number' }).primaryKey(),
    meetingId: ofMeeting(),
    attendeeId: ofAttendee(),
    kind: text('kind', { enum: ['accepted', 'declined'] }).notNull(),
    mode: text('mode', { enum: modes }),
    deputyId: idColumn('deputy_id', 'attendee').references(() => attendees.id),
    /** the beginning the reply was given for; null: replies from before this was stored */
    givenFor: instant('given_for'),
    at: instant('at').notNull(),
    /** null: given by the personal link, without session */
    byId: idColumn('by_id', 'person'),
    source: text('source', { enum: ['link', 'signedIn', 'onBehalf'] }).notNull(),
  },
  t => [
    index('replies_meeting').on(t.meetingId, t.seq),
    index('replies_attendee').on(t.attendeeId, t.seq),
    check('replies_mode', sql`(${t.kind} = 'accepted') = (${t.mode} is not null)`),
    check('replies_deputy', sql`${t.deputyId} is null or ${t.kind} = 'declined'`),
  ],
)

/**
 * Reported facts of presence, append-only. `id` is the sender's own (the webhook's event id), so a
 * repeat changes nothing.
 */
export const signals = pgTable(
  'signals',
  {
    seq: bigserial('seq', { mode: 'number' }).primaryKey(),
    id: text('id').notNull(),
    meetingId: ofMeeting(),
    /**
     * the meeting's gathering at that moment; signals of earlier gatherings do not count for the
     * present one
     */
    gathering: integer('gathering').notNull().default(1),
    attendeeId: ofAttendee(),
    mode: text('mode', { enum: modes }).notNull(),
    stay: text('stay').notNull(),
    edge: text('edge', { enum: ['in', 'out', 'aborted', 'void'] }).notNull(),
    at: instant('at').notNull(),
    receivedAt: instant('received_at').notNull(),
    uncertaintyMs: integer('uncertainty_ms').notNull().default(0),
    source: text('source').$type<SignalSource>().notNull(),
    /** who checked the person in or out */
    byId: idColumn('by_id', 'person'),
    /** the entry that this one corrects; unique, so that of two corrections at once one is refused */
    replacesId: text('replaces_id'),
  },
  t => [
    uniqueIndex('signals_id').on(t.id),
    uniqueIndex('signals_replaces').on(t.replacesId),
    index('signals_meeting').on(t.meetingId, t.seq),
  ],
)
