import { createHash } from 'node:crypto'
import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import type { z } from 'zod'
import { receiveRoomSignal } from '../attendance/actions.ts'
import { audit } from '../audit/store.ts'
import { announceJournal, readableEntry } from '../journal/actions.ts'
import type { Entry } from '../journal/contract.ts'
import { mayRetract } from '../journal/rules.ts'
import { findEntry, setRetracted } from '../journal/store.ts'
import type { Context } from '../lib/context.ts'
import type { Db } from '../lib/db.ts'
import { DomainError, invalidField, notFound } from '../lib/errors.ts'
import { type Id, type MeetingId, type MemberId, newId } from '../lib/ids.ts'
import { isRunning, mayLead, transition } from '../meetings/rules/states.ts'
import {
  type MeetingInStaff,
  changeState,
  lockMeeting,
  memberNames,
  recordEvent,
} from '../meetings/store/meetings.ts'
import { agendaItems } from '../meetings/tables.ts'
import { visibleMeeting } from '../meetings/access.ts'
import { endRoom, endingsOf } from '../rooms/actions.ts'
import { displayName } from '../roster/rules.ts'
import type { MinutesChange, MinutesRelease, MinutesView } from './contract.ts'
import { composeFor, isOutdated, refreshDraft } from './draft.ts'
import { renderMinutes } from './pdf.ts'
import {
  type ReleaseRefusal,
  mayEditMinutes,
  mayNameMinuteTaker,
  maySeeMinutes,
  releaseRefusal,
} from './rules/permissions.ts'
import { applyEdit, lengthOf, mergeEdits, releasedMinutes, wordsLimit } from './rules/release.ts'
import { type MinutesRow, changeDraft, findMinutes, insertMinutes } from './store.ts'
import { minutesView } from './reading.ts'
import { requireTakingPart } from '../meetings/steps/attendees.ts'

/** Closes the meeting and composes the draft of its minutes, both or neither. Of two who close at once, one gets through. */
export async function closeMeeting(ctx: Context, meetingId: MeetingId): Promise<MeetingInStaff> {
  const found = await visibleMeeting(ctx, meetingId)
  if (!mayLead(ctx.actor, { staffId: found.staff.id }))
    throw new DomainError('forbidden', 'Only the lead closes a meeting')
  // closed when it was said, however long the people in the room take to answer
  const at = ctx.clock.now()
  if (isRunning(found.meeting.state))
    for (const ending of await endingsOf(ctx, found.meeting.roomName))
      await receiveRoomSignal(ctx, ending)
  const closed = await ctx.database.transaction(async tx => {
    const current = await lockMeeting(tx, meetingId)
    const state = current?.state ?? found.meeting.state
    const next = transition(state, 'close')
    if (!next.ok)
      throw new DomainError(next.reason, `A meeting that is ${state} cannot be closed`, {
        details: { state },
      })
    const row = await changeState(tx, meetingId, {
      from: [state],
      set: { state: next.to, closedAt: at },
    })
    const meeting = row! // locked above
    await tx
      .update(agendaItems)
      .set({ endedAt: at })
      .where(
        and(
          eq(agendaItems.meetingId, meetingId),
          isNotNull(agendaItems.startedAt),
          isNull(agendaItems.endedAt),
        ),
      )
    await recordEvent(tx, { meetingId, kind: 'closed', at, byId: ctx.actor.personId })
    await audit(ctx, tx, { staffId: meeting.staffId, action: 'meeting.closed', subject: meetingId })
    const now = { ...found, meeting }
    const record = await composeFor(tx, now, { version: 1, now: at })
    await insertMinutes(tx, {
      id: newId('minutes', at),
      meetingId,
      version: 1,
      state: 'draft',
      record,
      edits: {},
      composedAt: at,
    })
    return now
  })
  ctx.live.publish(
    `meeting:${meetingId}`,
    `meeting:${meetingId}:attendance`,
    `meeting:${meetingId}:minutes`,
    `staff:${found.staff.id}`,
  )
  // it logs its own trouble, and nobody waits for the media server
  void endRoom(ctx, closed.meeting.roomName)
  return closed
}

/** The minutes as this person may see them; a draft is brought up to date first. */
export async function readMinutes(
  ctx: Context,
  meetingId: MeetingId,
): Promise<{ found: MeetingInStaff; row: MinutesRow }> {
  const found = await visibleMeeting(ctx, meetingId)
  const row = await findMinutes(ctx.database.db, meetingId)
  if (!row) throw notFound('minutes: the meeting has not been closed')
  if (!maySeeMinutes(ctx.actor, { staffId: found.staff.id, state: row.state }))
    throw new DomainError('forbidden', 'Your roles in this staff do not show these minutes')
  return {
    found,
    row: (await freshened(ctx, found, row)) ?? (await findMinutes(ctx.database.db, meetingId))!,
  } // minutes are never deleted
}

/** Puts rewritten words into the draft; words for other fields stay. */
export async function editMinutes(
  ctx: Context,
  meetingId: MeetingId,
  { revision, edits }: z.output<typeof MinutesChange>,
): Promise<MinutesView> {
  const found = await visibleMeeting(ctx, meetingId)
  const { staff, meeting } = found
  if (!mayEditMinutes(ctx.actor, { staffId: staff.id, minuteTakerId: meeting.minuteTakerId })) {
    throw new DomainError('forbidden', 'Only minute taker, KGS and lead write the minutes')
  }
  const row = await draftOf(ctx.database.db, meetingId)
  if (row.revision !== revision) throw await changedMeanwhile(ctx, found, row)
  const merged = mergeEdits(row.edits, edits)
  // shortening is never refused, whatever was stored before there was a limit
  if (lengthOf(merged) > Math.max(wordsLimit, lengthOf(row.edits)))
    throw invalidField('edits', 'is too long together with the other texts', {
      value: `${lengthOf(merged)} characters`,
      expected: `at most ${wordsLimit} characters in all texts`,
    })
  const changed = await ctx.database.transaction(async tx => {
    const at = ctx.clock.now()
    const stored = await changeDraft(tx, row, {
      edits: merged,
      editedAt: at,
      editedById: ctx.actor.personId,
    })
    if (stored)
      await audit(ctx, tx, {
        staffId: staff.id,
        action: 'minutes.edited',
        subject: row.id,
        details: { fields: Object.keys(edits) },
      })
    return stored
  })
  if (!changed) throw await changedMeanwhile(ctx, found, await draftOf(ctx.database.db, meetingId))
  ctx.live.publish(`meeting:${meetingId}:minutes`)
  return minutesView(ctx.database.db, found, changed)
}

/** Names who kept the minutes, after the close; while the meeting runs that is a change of the meeting. */
export async function nameMinuteTaker(
  ctx: Context,
  meetingId: MeetingId,
  memberId: MemberId,
): Promise<MinutesView> {
  const found = await visibleMeeting(ctx, meetingId)
  const staffId = found.staff.id
  if (!mayNameMinuteTaker(ctx.actor, { staffId }))
    throw new DomainError('forbidden', 'Only the lead names who kept the minutes')
  const changed = await ctx.database.transaction(async tx => {
    await lockMeeting(tx, meetingId)
    const row = await draftOf(tx, meetingId, { lock: true })
    await requireTakingPart(tx, staffId, { field: 'memberId', memberId })
    const meeting = await changeState(tx, meetingId, {
      from: ['closed'],
      set: { minuteTakerId: memberId },
    })
    await recordEvent(tx, {
      meetingId,
      kind: 'minuteTaker',
      at: ctx.clock.now(),
      byId: ctx.actor.personId,
      details: { memberId },
    })
    await audit(ctx, tx, {
      staffId,
      action: 'minutes.minuteTakerNamed',
      subject: row.id,
      details: { memberId },
    })
    const now = { ...found, meeting: meeting! } // locked, and only closed meetings have minutes
    return { found: now, row: (await refreshDraft(tx, now, { row, now: ctx.clock.now() }))! } // locked
  })
  ctx.live.publish(`meeting:${meetingId}`, `meeting:${meetingId}:minutes`)
  return minutesView(ctx.database.db, changed.found, changed.row)
}

const refusals: Record<ReleaseRefusal, string> = {
  notLead: 'Only the lead releases minutes',
  noMinuteTaker: 'Nobody is named as having kept the minutes; name them first',
  samePerson: 'Whoever kept the minutes cannot release them; two people sign',
}

/** Freezes record, files and hash, signed by the lead. */
export async function releaseMinutes(
  ctx: Context,
  meetingId: MeetingId,
  { revision }: z.output<typeof MinutesRelease>,
): Promise<MinutesView> {
  const { db } = ctx.database
  const found = await visibleMeeting(ctx, meetingId)
  const { staff, meeting } = found
  const refusal = releaseRefusal(ctx.actor, {
    staffId: staff.id,
    minuteTakerId: meeting.minuteTakerId,
  })
  if (refusal === 'notLead') throw new DomainError('forbidden', refusals[refusal])
  const draft = await draftOf(db, meetingId)
  if (refusal)
    throw new DomainError('wrongState', refusals[refusal], { details: { reason: refusal } })
  const row = await freshened(ctx, found, draft)
  if (!row || row.revision !== revision)
    throw await changedMeanwhile(ctx, found, row ?? (await draftOf(db, meetingId)))
  const at = ctx.clock.now()
  const taker = (await memberNames(db, [meeting.minuteTakerId!])).get(meeting.minuteTakerId!)! // the rule asked for one, and the key holds
  const record = releasedMinutes(applyEdit(row.record, row.edits), {
    atMs: at.getTime(),
    minuteTaker: { name: displayName(taker), signedAtMs: null },
    leadName: ctx.actor.name,
  })
  // the files are made before the transaction, so that it stays short
  // before all files that are only to be read
  const group = `release ${ctx.actor.personId}`
  const print = { lang: staff.language, turn: { isKnown: true, group, lane: group } }
  const [pdf, pdfUa] = await Promise.all([
    renderMinutes(record, { ...print, standard: 'a-3a' }),
    renderMinutes(record, { ...print, standard: 'ua-1' }),
  ])
  const sha256 = createHash('sha256').update(pdf).digest('hex')
  const released = await ctx.database.transaction(async tx => {
    const stored = await changeDraft(tx, row, {
      state: 'released',
      record,
      pdf,
      pdfUa,
      sha256,
      releasedAt: at,
      releasedById: ctx.actor.personId,
    })
    if (stored)
      await audit(ctx, tx, {
        staffId: staff.id,
        action: 'minutes.released',
        subject: row.id,
        details: { sha256, version: row.version },
      })
    return stored
  })
  if (!released) throw await changedMeanwhile(ctx, found, await draftOf(db, meetingId))
  ctx.live.publish(`meeting:${meetingId}:minutes`, `staff:${staff.id}`)
  return minutesView(db, found, released)
}

/** Takes an entry back, or restores it: while the meeting runs, and after the close until the minutes are released. */
export async function setRetraction(
  ctx: Context,
  entryId: Id<'entry'>,
  act: 'retract' | 'restore',
): Promise<Entry> {
  const {
    entry: { row: entry },
    found,
  } = await readableEntry(ctx, entryId)
  const { meetingId, staffId } = entry
  if (!mayRetract(ctx.actor, { staffId, byId: entry.byId }))
    throw new DomainError('forbidden', 'Only its writer and the lead take an entry back')
  const isChanged = await ctx.database.transaction(async tx => {
    const meeting = (await lockMeeting(tx, meetingId))! // the entry's key holds it
    const draft = isRunning(meeting.state) ? null : await draftOf(tx, meetingId, { lock: true })
    const now = ctx.clock.now()
    if (!(await setRetracted(tx, entryId, act === 'retract' ? now : null))) return false
    await audit(ctx, tx, {
      staffId,
      action: act === 'retract' ? 'journal.retracted' : 'journal.restored',
      subject: entryId,
    })
    if (draft) await refreshDraft(tx, { ...found, meeting }, { row: draft, now })
    return true
  })
  if (isChanged) {
    announceJournal(ctx, { meetingId, staffId })
    ctx.live.publish(`meeting:${meetingId}:minutes`)
  }
  return (await findEntry(ctx.database.db, entryId))!.view // entries are never deleted
}

/** The draft to work on; a release cannot be worked on any more. */
async function draftOf(db: Db, meetingId: MeetingId, { lock = false } = {}): Promise<MinutesRow> {
  const row = await findMinutes(db, meetingId, { lock })
  if (!row) throw notFound('minutes: the meeting has not been closed')
  if (row.state === 'released')
    throw new DomainError('alreadyReleased', 'The minutes are released and no longer change')
  return row
}

async function freshened(
  ctx: Context,
  found: MeetingInStaff,
  row: MinutesRow,
): Promise<MinutesRow | undefined> {
  if (!(await isOutdated(ctx.database.db, found, row))) return row
  const fresh = await ctx.database.transaction(tx =>
    refreshDraft(tx, found, { row, now: ctx.clock.now() }),
  )
  if (fresh && fresh.revision !== row.revision)
    ctx.live.publish(`meeting:${found.meeting.id}:minutes`)
  return fresh
}

async function changedMeanwhile(
  ctx: Context,
  found: MeetingInStaff,
  row: MinutesRow,
): Promise<DomainError> {
  const { revision, edits, editedAt, editedByName } = await minutesView(ctx.database.db, found, row)
  return new DomainError('conflict', 'The minutes changed meanwhile', {
    details: { revision, edits, editedAt, editedByName },
  })
}
