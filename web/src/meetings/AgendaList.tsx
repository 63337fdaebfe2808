import { useLayoutEffect, useRef, useState } from 'react'
import type { AgendaItem, Meeting } from '../../../src/meetings/contract/meeting.ts'
import { isRunning } from '../../../src/meetings/rules/states.ts'
import { useT } from '../i18n/i18n.ts'
import { useNow } from '../ui/time.tsx'
import { useToast } from '../ui/Toast.tsx'
import { AgendaForm } from './AgendaForm.tsx'
import { AgendaRow } from './AgendaRow.tsx'
import { moved, wishOf, withItem, type AgendaWish } from './agendaWish.ts'
import { useAgenda } from './useAgenda.ts'

/** The items in order. A moved item keeps the focus, and its new place is read out. */
export function AgendaList({
  meeting,
  mayEdit,
  suggestions,
}: {
  meeting: Meeting
  mayEdit: boolean
  suggestions: readonly string[]
}) {
  const t = useT('agenda')
  const say = useToast()
  const { meetingId } = meeting
  const { agenda, attempt, run } = useAgenda(meeting)
  const nowMs = useNow(isRunning(meeting.state) ? 10_000 : null)
  const [editing, setEditing] = useState<{ item: AgendaItem; index: number } | null>(null)
  const [said, setSaid] = useState('')
  const list = useRef<HTMLOListElement>(null)
  const focusKey = useRef<string | null>(null)
  const focusNext = (key: string) => void (focusKey.current = key || null)

  const move = (index: number, by: -1 | 1, from: 'up' | 'down' | 'row') => {
    const item = agenda[index]
    if (!item) return
    const position = index + by + 1
    if (position < 1 || position > agenda.length)
      return setSaid(t(by < 0 ? 'agenda.isFirst' : 'agenda.isLast', { title: item.title }))
    focusNext(from === 'row' ? `${item.itemId} edit` : `${item.itemId} ${from}`)
    setSaid(t('agenda.movedTo', { title: item.title, position, count: agenda.length }))
    void attempt(items => {
      const at = items.findIndex(each => each.itemId === item.itemId)
      return at < 0 ? items : moved(items, { index: at, by })
    })
  }
  const leave = (item: AgendaItem) => {
    focusNext(`${item.itemId} edit`)
    setEditing(null)
  }
  const remove = async (item: AgendaItem, index: number) => {
    const neighbour = agenda[index + 1] ?? agenda[index - 1]
    if (neighbour) focusNext(`${neighbour.itemId} edit`)
    let removed = wishOf(item)
    const isSaved = await attempt(items => {
      // others may have changed the item; the undo restores their version
      removed = items.find(each => each.itemId === item.itemId) ?? removed
      return items.filter(each => each.itemId !== item.itemId)
    })
    if (!isSaved) return void focusNext('')
    say(t('agenda.removed', { title: item.title }), { undo: () => restore(removed, index) })
  }
  const restore = (item: AgendaWish, index: number) =>
    void attempt(items => withItem(items, { item, index }), { undo: () => restore(item, index) })
  const isGone = editing !== null && !agenda.some(each => each.itemId === editing.item.itemId)
  // an item being edited keeps its place, even when others removed it
  const lines = isGone ? agenda.toSpliced(editing.index, 0, editing.item) : agenda
  // after the move is drawn, because the browser takes the focus from a row that moves
  const order = lines.map(line => line.itemId).join(' ')
  useLayoutEffect(() => {
    if (focusKey.current)
      list.current?.querySelector<HTMLElement>(`[data-focus="${focusKey.current}"]`)?.focus()
    focusKey.current = null
  }, [order, editing])
  return (
    <>
      {lines.length > 0 ? (
        <ol className="agenda-list plain-list" ref={list} aria-label={t('agenda.caption')}>
          {lines.map((item, index) => (
            <li key={item.itemId} className="agenda-line">
              {editing?.item.itemId === item.itemId ? (
                <AgendaForm
                  meetingId={meetingId}
                  edited={editing}
                  suggestions={suggestions}
                  isGone={isGone}
                  onSaved={() => leave(item)}
                  onCancel={() => leave(item)}
                />
              ) : (
                <AgendaRow
                  item={item}
                  index={agenda.indexOf(item)}
                  count={agenda.length}
                  nowMs={nowMs}
                  mayEdit={mayEdit}
                  isRunning={isRunning(meeting.state)}
                  onRun={act => run({ itemId: item.itemId, act })}
                  onEdit={() => setEditing({ item, index })}
                  onMove={(by, from) => move(agenda.indexOf(item), by, from)}
                  onRemove={() => void remove(item, agenda.indexOf(item))}
                />
              )}
            </li>
          ))}
        </ol>
      ) : null}
      {mayEdit ? (
        <AgendaForm
          meetingId={meetingId}
          draftKey={`agenda ${meetingId}`}
          suggestions={suggestions}
          onSaved={title => setSaid(t('agenda.added', { title }))}
        />
      ) : null}
      <p className="sr-only" role="status">
        {said}
      </p>
    </>
  )
}
