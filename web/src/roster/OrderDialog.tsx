import { useState } from 'react'
import type { Roster, Staff } from '../../../src/roster/contract/roster.ts'
import { api, ApiError, send } from '../api.ts'
import { FormDialog } from '../frame/FormDialog.tsx'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { arrowOf, MoveButtons } from './MoveButtons.tsx'
import { groupsOf, moveBlock, moveFunction } from './order.ts'
import { rosterQuery, useRosterCache } from './queries.ts'

/** Moves functions within their block, and blocks as a whole; saves once at the end. */
export function OrderDialog({
  staff: { staffId },
  roster,
  onClose,
}: {
  staff: Staff
  roster: Roster
  onClose: () => void
}) {
  const t = useT('roster')
  const { reload } = useRosterCache(staffId)
  const [functions, setFunctions] = useState(() =>
    groupsOf(roster.functions).flatMap(group => group.functions),
  )
  const [said, announce] = useState('')
  const put = (list: typeof functions) =>
    send(
      api.api.staffs[':staffId'].functions.order.$put({
        param: { staffId },
        json: { functionIds: list.map(fn => fn.functionId) },
      }),
    )
  const save = useSave({
    send: put,
    done: () => t('order.saved'),
    undo: { send: () => put(roster.functions), failed: t('memberForm.notRestored') },
    answers: rosterQuery(staffId).queryKey,
    onSaved: onClose,
    onRefused: error => {
      // somebody added or removed a function, so the dialog begins again with the newest list
      if (error instanceof ApiError && error.code === 'conflict') void reload()
    },
  })
  const groups = groupsOf(functions)
  const place = (label: string, index: number, all: number) =>
    announce(t('order.moved', { label, place: t('order.placeOf', { n: index + 1, all }) }))
  const moveFn = (fn: (typeof functions)[number], by: -1 | 1) => {
    const next = moveFunction(functions, { functionId: fn.functionId, by })
    const siblings = next.filter(each => each.block === fn.block)
    place(fn.label, siblings.indexOf(fn), siblings.length)
    setFunctions(next)
  }
  const moveGroup = (block: string, by: -1 | 1) => {
    const next = moveBlock(functions, { block, by })
    const blocks = groupsOf(next).map(group => group.block)
    place(block, blocks.indexOf(block), blocks.length)
    setFunctions(next)
  }
  return (
    <FormDialog
      title={t('order.title')}
      save={save}
      value={functions}
      entered={functions.map(fn => fn.functionId)}
      onClose={onClose}
    >
      <p className="soft">
        {t('order.text')} {t('order.keys')}
      </p>
      <p className="sr-only" role="status">
        {said}
      </p>
      <div className="bordered">
        {groups.map(({ block, functions: ofBlock }) => (
          <div key={block}>
            <Row label={block} isHeading onMove={by => moveGroup(block, by)} />
            {ofBlock.map(fn => (
              <Row key={fn.functionId} label={fn.label} onMove={by => moveFn(fn, by)} />
            ))}
          </div>
        ))}
      </div>
    </FormDialog>
  )
}

function Row({
  label,
  isHeading = false,
  onMove,
}: {
  label: string
  isHeading?: boolean
  onMove: (by: -1 | 1) => void
}) {
  return (
    <div
      className={isHeading ? 'order-row heading' : 'order-row'}
      role="group"
      aria-label={label}
      onKeyDown={event => {
        const by = arrowOf(event)
        if (by) onMove(by)
      }}
    >
      <span className="grow">{isHeading ? <b>{label}</b> : label}</span>
      <MoveButtons label={label} onMove={onMove} />
    </div>
  )
}
