import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import type { Role } from '../lib/actor.ts'
import type { Land } from '../words/lands.ts'
import { formerColumn, idColumn, instant } from '../lib/tables.ts'

/** What is remembered of a staff when it changes. */
export type StaffFacts = {
  name: string
  organisation: string
  zone: string
  mergeGapS: number
  partlyAfterS: number
}
/** What is remembered of a person when it changes. */
export type PersonFacts = { title: string; name: string; organisation: string }
/** What is remembered of a member when it changes. */
export type MemberFacts = { roles: Role[] }

export const staffs = pgTable(
  'staffs',
  {
    id: idColumn('id', 'staff').primaryKey(),
    name: text('name').notNull().unique(),
    /** the body it belongs to, e.g. the county; heads the minutes */
    organisation: text('organisation').notNull().default(''),
    template: text('template', { enum: ['nrw', 'bw', 'fwdv'] }).notNull(),
    zone: text('zone').notNull().default('Europe/Berlin'),
    language: text('language', { enum: ['de', 'en'] })
      .notNull()
      .default('de'),
    /** gaps up to this long count as one stay */
    mergeGapS: integer('merge_gap_s').notNull().default(120),
    /** whoever is late, early or away by more than this counts as zeitweise anwesend */
    partlyAfterS: integer('partly_after_s').notNull().default(300),
    hotline: text('hotline').notNull().default(''),
    dialInNumber: text('dial_in_number').notNull().default(''),
    dialInCode: text('dial_in_code').notNull().default(''),
    defaultPlace: text('default_place').notNull().default(''),
    defaultSeats: integer('default_seats'),
    /** the Land whose public holidays count; null: not said */
    land: text('land').$type<Land>(),
    isSample: boolean('is_sample').notNull().default(false),
    createdAt: instant('created_at').notNull(),
    former: formerColumn<StaffFacts>(),
    /** changes with every change of the settings; a stale writer is told so */
    revision: integer('revision').notNull().default(1),
  },
  t => [
    check(
      'staffs_gaps',
      sql`${t.mergeGapS} between 0 and 3600 and ${t.partlyAfterS} between 0 and 86400`,
    ),
  ],
)

/** The staff column of tables that belong to one staff. */
export const ofStaff = () =>
  idColumn('staff_id', 'staff')
    .notNull()
    .references(() => staffs.id)

export const functions = pgTable(
  'functions',
  {
    id: idColumn('id', 'staffFunction').primaryKey(),
    staffId: ofStaff(),
    label: text('label').notNull(),
    /** the heading above it: Leitung, KGS, SMS, EMS, BuMA, Verbindungspersonen … */
    block: text('block').notNull(),
    position: integer('position').notNull(),
    isRequired: boolean('is_required').notNull().default(false),
    createdAt: instant('created_at').notNull(),
    /** from then on not offered any more; earlier meetings keep it */
    retiredAt: instant('retired_at'),
  },
  t => [
    uniqueIndex('functions_label')
      .on(t.staffId, t.label)
      .where(sql`retired_at is null`),
    index('functions_staff').on(t.staffId, t.position),
  ],
)

/** Former versions of a function, so that past meetings stay as they were; append-only. */
export const formerFunctions = pgTable(
  'former_functions',
  {
    functionId: idColumn('function_id', 'staffFunction')
      .notNull()
      .references(() => functions.id),
    /** end of validity, exclusive */
    until: instant('until').notNull(),
    label: text('label').notNull(),
    block: text('block').notNull(),
    isRequired: boolean('is_required').notNull(),
  },
  t => [primaryKey({ columns: [t.functionId, t.until] })],
)

export const members = pgTable(
  'members',
  {
    id: idColumn('id', 'member').primaryKey(),
    staffId: ofStaff(),
    personId: idColumn('person_id', 'person')
      .notNull()
      .references(() => people.id),
    roles: text('roles').array().$type<Role[]>().notNull(),
    joinedAt: instant('joined_at').notNull(),
    leftAt: instant('left_at'),
    former: formerColumn<MemberFacts>(),
    /** whether the person lets this staff see more than the name; null: they have not said yet */
    sharesDetails: boolean('shares_details').default(true),
    /**
     * personal links contain the sum of this and the attendee's number; raising it ends the
     * person's links to all meetings of the staff
     */
    linkGeneration: integer('link_generation').notNull().default(0),
  },
  t => [
    uniqueIndex('members_person').on(t.staffId, t.personId),
    index('members_by_person').on(t.personId),
  ],
)

/** Absences of members who left and came back; the current absence is in `members.leftAt`. */
export const formerLeavings = pgTable(
  'former_leavings',
  {
    memberId: idColumn('member_id', 'member')
      .notNull()
      .references(() => members.id),
    leftAt: instant('left_at').notNull(),
    backAt: instant('back_at').notNull(),
  },
  t => [primaryKey({ columns: [t.memberId, t.leftAt] })],
)

/**
 * Who holds a function (rank 0) or deputises (1, 2, …) on which days; both ends inclusive, null:
 * without end.
 */
export const holders = pgTable(
  'holders',
  {
    id: idColumn('id', 'holder').primaryKey(),
    staffId: ofStaff(),
    functionId: idColumn('function_id', 'staffFunction')
      .notNull()
      .references(() => functions.id),
    memberId: idColumn('member_id', 'member')
      .notNull()
      .references(() => members.id),
    rank: integer('rank').notNull(),
    validFrom: date('valid_from', { mode: 'string' }).notNull(),
    validUntil: date('valid_until', { mode: 'string' }),
    /** when it was written down; the epoch: before this was kept */
    enteredAt: instant('entered_at')
      .notNull()
      .default(sql`'epoch'`),
    /**
     * when it was crossed out or written anew; null: it counts. A meeting that ended before keeps
     * it
     */
    replacedAt: instant('replaced_at'),
  },
  t => [
    index('holders_function').on(t.functionId, t.rank),
    index('holders_member').on(t.memberId),
    index('holders_staff').on(t.staffId),
    check('holders_days', sql`${t.validUntil} is null or ${t.validUntil} >= ${t.validFrom}`),
    check('holders_rank', sql`${t.rank} between 0 and 99`),
  ],
)

/**
 * A natural person, once per installation. `name` is shown after `title`; neither is taken apart.
 */
export const people = pgTable('people', {
  id: idColumn('id', 'person').primaryKey(),
  title: text('title').notNull().default(''),
  name: text('name').notNull(),
  organisation: text('organisation').notNull().default(''),
  /** lower case; also the name of the account */
  email: text('email').notNull().unique(),
  mobile: text('mobile').notNull().default(''),
  language: text('language', { enum: ['de', 'en'] })
    .notNull()
    .default('de'),
  theme: text('theme', { enum: ['system', 'light', 'dark'] })
    .notNull()
    .default('system'),
  /** single letters are shortcuts */
  letterKeys: boolean('letter_keys').notNull().default(true),
  /** why the mail server refused this address last, else null */
  mailProblem: text('mail_problem'),
  /** when they first finished setting password and app code; null: they have no account */
  enrolledAt: instant('enrolled_at'),
  createdAt: instant('created_at').notNull(),
  former: formerColumn<PersonFacts>(),
  /** when a slip of the pen was last corrected in what they were called before */
  correctedAt: instant('corrected_at'),
})
