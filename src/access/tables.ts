import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core'
import { bytes, idColumn, instant } from '../lib/tables.ts'
import type { Factor } from './rules.ts'
import { people } from '../roster/tables.ts'

/**
 * One row with facts about the installation itself. `secret` signs personal links and encrypts
 * app-code secrets.
 */
export const installation = pgTable('installation', {
  one: boolean('one').primaryKey().default(true),
  secret: bytes('secret').notNull(),
  isSample: boolean('is_sample').notNull().default(false),
  createdAt: instant('created_at').notNull(),
})

export const accounts = pgTable('accounts', {
  personId: idColumn('person_id', 'person')
    .primaryKey()
    .references(() => people.id),
  /** argon2id in PHC string form */
  passwordHash: text('password_hash').notNull(),
  /** app-code secret, AES-256-GCM under the installation's secret */
  totpSecret: bytes('totp_secret').notNull(),
  /** time step of the last accepted app code; a code at or before it is refused */
  totpLastStep: bigint('totp_last_step', { mode: 'number' }).notNull().default(0),
  /** browsers that signed in under an earlier generation are unknown */
  deviceGeneration: integer('device_generation').notNull().default(0),
  createdAt: instant('created_at').notNull(),
  changedAt: instant('changed_at').notNull(),
})

/** One-time right to set password and app code, given as a link or a printed code. */
export const enrolments = pgTable(
  'enrolments',
  {
    tokenHash: bytes('token_hash').primaryKey(),
    personId: idColumn('person_id', 'person')
      .notNull()
      .references(() => people.id),
    createdBy: idColumn('created_by', 'person'),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
    /** null: at the first start, or before this was kept */
    way: text('way').$type<'mail' | 'print'>(),
    /** app-code secret shown on the enrolment page, kept until it is confirmed */
    totpSecret: bytes('totp_secret'),
  },
  t => [index('enrolments_person').on(t.personId)],
)

/**
 * Reference tokens, hashed. `factors` says how the session was proven; with fewer than two it
 * allows only the second step.
 */
export const sessions = pgTable(
  'sessions',
  {
    id: idColumn('id', 'session').primaryKey(),
    tokenHash: bytes('token_hash').notNull().unique(),
    personId: idColumn('person_id', 'person')
      .notNull()
      .references(() => people.id),
    factors: jsonb('factors').$type<Factor[]>().notNull(),
    userAgent: text('user_agent').notNull().default(''),
    createdAt: instant('created_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    endedAt: instant('ended_at'),
  },
  t => [index('sessions_person').on(t.personId)],
)

/** Answers given to an Idempotency-Key; `status` is null while the first request runs. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    scope: text('scope').notNull(),
    key: text('key').notNull(),
    fingerprint: text('fingerprint').notNull(),
    status: integer('status'),
    /** sealed under the installation's secret: an answer may carry a one-time code */
    body: bytes('body'),
    createdAt: instant('created_at').notNull(),
  },
  t => [primaryKey({ columns: [t.scope, t.key] })],
)
