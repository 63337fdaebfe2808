import { useLayoutEffect, useRef, useState } from 'react'
import type { AgendaItem, Meeting } from '../../../src/meetings/contract/meeting.ts'
import { isRunning } from '../../../src/meetings/rules/states.ts'
import { useT } from '../i18n/i18n.ts'
import { useNow } from '../ui/time.tsx'
import { useToast } from '../ui/Toast.tsx'
import { AgendaForm } from './AgendaForm.tsx'
import { AgendaRow } from './AgendaRow.tsx'
import { moved, wishOf, type AgendaWish } from './agendaWish.ts'
import { useAgenda } from './useAgenda.ts'

/** The items in order; the focus stays on what is moved, and the new place is said. */
export function AgendaList({
  meeting,
  mayEdit,
  suggestions,
}: {
  meeting: Meeting
  mayEdit: boolean
  suggestions: readonly string[]
}) {
  const t = useT('meetings')
  const say = useToast()
  const { agenda, meetingId } = meeting
  const { attempt, change, run } = useAgenda(meeting)
  const nowMs = useNow(isRunning(meeting.state) ? 10_000 : null)
  const [editingId, setEditingId] = useState<AgendaItem['itemId'] | null>(null)
  const [said, setSaid] = useState('')
  const list = useRef<HTMLOListElement>(null)
  const focusKey = useRef<string | null>(null)
  useLayoutEffect(() => {
    if (focusKey.current)
      list.current?.querySelector<HTMLElement>(`[data-focus="${focusKey.current}"]`)?.focus()
    focusKey.current = null
  })
  const focusNext = (key: string) => (focusKey.current = key)

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
      return moved(items, { index: at, by })
    })
  }
  const save = async (item: AgendaItem, wish: AgendaWish) => {
    await change(items =>
      items.map(each => (each.itemId === item.itemId ? { ...each, ...wish } : each)),
    )
    leave(item)
  }
  const leave = (item: AgendaItem) => {
    focusNext(`${item.itemId} edit`)
    setEditingId(null)
  }
  const remove = async (item: AgendaItem, index: number) => {
    const neighbour = agenda[index + 1] ?? agenda[index - 1]
    if (neighbour) focusNext(`${neighbour.itemId} edit`)
    const isSaved = await attempt(items => items.filter(each => each.itemId !== item.itemId))
    if (!isSaved) return
    const { itemId: _gone, ...wish } = wishOf(item)
    say(t('agenda.removed', { title: item.title }), {
      undo: () => void attempt(items => items.toSpliced(index, 0, wish)),
    })
  }
  const add = async (wish: AgendaWish) => {
    await change(items => [...items, wish])
    setSaid(t('agenda.added', { title: wish.title }))
  }
  return (
    <>
      {agenda.length > 0 ? (
        <ol className="agenda-list plain-list" ref={list} aria-label={t('agenda.caption')}>
          {agenda.map((item, index) => (
            <li key={item.itemId} className="agenda-line">
              {editingId === item.itemId ? (
                <AgendaForm
                  first={item}
                  suggestions={suggestions}
                  onSave={wish => save(item, wish)}
                  onCancel={() => leave(item)}
                />
              ) : (
                <AgendaRow
                  item={item}
                  index={index}
                  count={agenda.length}
                  nowMs={nowMs}
                  mayEdit={mayEdit}
                  isRunning={isRunning(meeting.state)}
                  onRun={act => run({ itemId: item.itemId, act })}
                  onEdit={() => setEditingId(item.itemId)}
                  onMove={(by, from) => move(index, by, from)}
                  onRemove={() => void remove(item, index)}
                />
              )}
            </li>
          ))}
        </ol>
      ) : null}
      {mayEdit ? (
        <AgendaForm
          key={meetingId}
          draftKey={`agenda ${meetingId}`}
          suggestions={suggestions}
          onSave={add}
        />
      ) : null}
      <p className="sr-only" role="status">
        {said}
      </p>
    </>
  )
}
