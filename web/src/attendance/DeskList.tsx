import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react'
import type { AttendanceRow } from '../../../src/attendance/contract.ts'
import { doorModes } from '../../../src/lib/modes.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { useT } from '../i18n/i18n.ts'
import { useConnection } from '../live.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/states.tsx'
import { DeskRow } from './DeskRow.tsx'
import { keepOrder, meaningOf, type Deed, type DeskRequest, type Entry } from './entries.ts'
import { LastEntry } from './LastEntries.tsx'
import { isExpected, linesOf, type DeskLine } from './lines.ts'
import { rosterQuery } from '../roster/queries.ts'
import type { DeskQueue } from './queue.ts'
import { matches } from '../../../src/lib/search.ts'
import { useStartDraft } from '../ui/draft.ts'
import { VisitorDialog, visitorNameDraft } from './VisitorDialog.tsx'
import { serverNow } from '../ui/clock.ts'

/**
 * A second press on the same row within this time is ignored, because its button has changed from
 * coming to going.
 */
const secondPressMs = 800

type Props = {
  meeting: Meeting
  rows: readonly AttendanceRow[]
  entries: readonly Entry[]
  queue: DeskQueue
  /** how far this device's clock is ahead of the server's */
  clockAheadMs: number
}

export function DeskList({ meeting, rows, entries, queue, clockAheadMs }: Props) {
  const t = useT('attendance')
  const { connection } = useConnection()
  const members = useQuery(rosterQuery(meeting.staffId)).data?.members ?? []
  const [typed, setTyped] = useState('')
  const [isVisiting, setVisiting] = useState(false)
  const search = useRef<HTMLInputElement>(null)
  const pressed = useRef({ key: '', atMs: 0 })
  const lines = useSteadyLines(linesOf(rows, members, entries))
  const startVisitor = useStartDraft(visitorNameDraft(meeting.meetingId))
  useTypeAhead(search)

  const shown = lines.filter(line =>
    typed.trim() === ''
      ? line.isInvited
      : matches(typed, line.name, line.organisation, ...line.functions),
  )
  // Enter brings in the first person who is not in the room; it never sends anybody out
  const hit =
    typed.trim() === '' ? undefined : shown.find(line => line.now !== 'onSite' && line.who)
  const expected = lines.filter(isExpected)
  const taken = lines.filter(line => line.now === 'onSite').length

  const enter = (line: DeskLine, deed: Deed) => {
    const { key, who } = line
    const atMs = serverNow()
    if (!who || (pressed.current.key === key && atMs - pressed.current.atMs < secondPressMs)) return
    pressed.current = { key, atMs }
    queue.add({
      deed,
      name: line.name,
      lineKeys: [key],
      requests: requestsOf(line, who, deed).map(request => ({
        ...request,
        at: new Date(atMs - clockAheadMs).toISOString(),
      })),
      madeAtMs: atMs,
    })
  }
  const keyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setTyped('')
    if (event.key !== 'Enter' || !hit) return
    event.preventDefault()
    enter(hit, 'came')
    setTyped('')
  }
  const allCame = () =>
    queue.add({
      deed: 'allCame',
      name: '',
      lineKeys: expected.map(line => line.key),
      requests: [{ kind: 'allOnSite' }],
      madeAtMs: serverNow(),
    })
  const visit = (name: string) => {
    if (name !== '') startVisitor(name)
    setTyped('')
    setVisiting(true)
  }
  const allRefusal =
    expected.length === 0
      ? t(lines.some(line => line.planned === 'onSite') ? 'desk.allThere' : 'desk.nonePromised')
      : connection === 'lost'
        ? t('desk.allOffline')
        : null
  return (
    <>
      <div className="desk-tools">
        <input
          ref={search}
          type="search"
          className="kern-form-input__input tall"
          aria-label={t('desk.search')}
          aria-describedby="desk-found"
          placeholder={t('desk.searchHint')}
          value={typed}
          onChange={event => setTyped(event.target.value)}
          onKeyDown={keyDown}
          autoComplete="off"
          autoFocus
          enterKeyHint="done"
        />
        <Button size="tall" disabledReason={allRefusal} onClick={allCame}>
          {t('desk.allOnSite', { count: expected.length })}
        </Button>
        <div className="desk-news" onMouseDown={keepFocus}>
          <span
            id="desk-found"
            className={typed.trim() === '' ? 'sr-only' : undefined}
            role="status"
          >
            {typed.trim() === '' ? t('desk.searchHelp') : found(t, shown, hit)}
          </span>
          {typed.trim() === '' ? (
            <LastEntry entries={entries} onUndo={id => queue.undo(id)} />
          ) : null}
        </div>
      </div>
      <div className="panel desk-rows" onMouseDown={keepFocus}>
        {shown.map(line => (
          <DeskRow key={line.key} line={line} isHit={line.key === hit?.key} onEnter={enter} />
        ))}
        {shown.length === 0 ? (
          <EmptyState title={t(typed.trim() === '' ? 'table.none' : 'desk.nothing')} />
        ) : null}
        {typed.trim() === '' ? null : (
          <div className="person">
            <Button size="tall" isBlock onClick={() => visit(typed.trim())}>
              {t('desk.asVisitor', { name: typed.trim() })}
            </Button>
          </div>
        )}
      </div>
      <div className="desk-foot">
        <Button size="tall" onClick={() => visit(typed.trim())}>
          {t('desk.visit')}
        </Button>
        <span
          className={meeting.seats !== null && taken > meeting.seats ? 'warn-text' : 'soft'}
          role="status"
        >
          {meeting.seats === null
            ? t('desk.seatsTaken', { count: taken })
            : t('desk.seats', { taken, seats: meeting.seats })}
        </span>
      </div>
      {isVisiting ? (
        <VisitorDialog
          meetingId={meeting.meetingId}
          queue={queue}
          clockAheadMs={clockAheadMs}
          onClose={() => setVisiting(false)}
        />
      ) : null}
    </>
  )
}

/** Keeps the focus in the field, so that the next name can be typed at once. */
function keepFocus(event: MouseEvent): void {
  event.preventDefault()
}

function found(
  t: ReturnType<typeof useT<'attendance'>>,
  shown: readonly DeskLine[],
  hit: DeskLine | undefined,
): string {
  if (hit) return t('desk.enterTakes', { name: hit.name })
  const [first] = shown
  return first ? t('desk.already', { name: first.name }) : t('desk.nobody')
}

/**
 * The requests of one press. Coming in one mode also ends the other: whoever enters the room has
 * left the call.
 */
function requestsOf(
  line: DeskLine,
  who: NonNullable<DeskLine['who']>,
  deed: Deed,
): Extract<DeskRequest, { kind: 'in' | 'out' }>[] {
  const meaning = meaningOf(deed)
  if (!meaning) return []
  const { mode, edge } = meaning
  const left = edge === 'in' ? doorModes.filter(each => each === line.now && each !== mode) : []
  return [
    { kind: edge, who, mode },
    ...left.map(each => ({ kind: 'out' as const, who, mode: each })),
  ]
}

/** Keeps lines in the order in which this page first saw them. */
function useSteadyLines(lines: readonly DeskLine[]): DeskLine[] {
  const [seen, setSeen] = useState<readonly string[]>([])
  const order = keepOrder(
    seen,
    lines.map(line => line.key),
  )
  if (order !== seen) setSeen(order)
  const byKey = new Map(lines.map(line => [line.key, line]))
  return order.flatMap(key => byKey.get(key) ?? [])
}

/** Moves the focus to the search field when somebody types anywhere on the page. */
function useTypeAhead(search: { current: HTMLInputElement | null }): void {
  useEffect(() => {
    const typing = (event: globalThis.KeyboardEvent) => {
      const { target } = event
      if (
        event.key.length !== 1 ||
        event.key === ' ' ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey
      )
        return
      if (
        !(target instanceof HTMLElement) ||
        target.matches('input, textarea, select') ||
        target.closest('dialog')
      )
        return
      search.current?.focus()
    }
    document.addEventListener('keydown', typing)
    return () => document.removeEventListener('keydown', typing)
  }, [search])
}
