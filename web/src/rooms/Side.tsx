import { useQuery } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import type { BoardView } from '../../../src/board/contract.ts'
import { entryRefusal, mayWriteJournal } from '../../../src/journal/rules.ts'
import type { Mode } from '../../../src/lib/modes.ts'
import { matches } from '../../../src/lib/search.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { isRunning, mayRunAgenda } from '../../../src/meetings/rules/states.ts'
import { EntryLine } from '../board/laterEntryLine.ts'
import { NextItem } from '../board/NextItem.tsx'
import { useT } from '../i18n/i18n.ts'
import { seenEntriesQuery } from '../journal/queries.ts'
import { agendaState, usedMinutes } from '../meetings/agenda.ts'
import { boardQuery } from '../meetings/queries.ts'
import { useActor } from '../session.tsx'
import { classes } from '../ui/classes.ts'
import { TextInput } from '../ui/Field.tsx'
import { useFormat, useNow } from '../ui/time.tsx'
import { ModeSwatch } from '../words/Mode.tsx'
import { Hands } from './Hands.tsx'

/** shorter lists are seen at once */
const searchedFrom = 12

/** The side of the room page: raised hands, agenda, people, latest entries. */
export function Side({ meeting }: { meeting: Meeting }) {
  const t = useT('rooms')
  const board = useQuery(boardQuery(meeting.meetingId)).data
  return (
    <aside className="room-side" aria-label={t('side.title')}>
      <Hands meeting={meeting} />
      <Agenda meeting={meeting} />
      {board ? <ByFunction board={board} /> : null}
      <Decided meeting={meeting} />
    </aside>
  )
}

function Agenda({ meeting }: { meeting: Meeting }) {
  const t = useT('rooms')
  const { agenda } = meeting
  const mayRun = mayRunAgenda(useActor(), meeting)
  const nowMs = useNow(10_000)
  if (agenda.length === 0) return null
  return (
    <section className="of-agenda">
      <h2 className="overline">{t('side.agenda')}</h2>
      <ol className="plain-list">
        {agenda.map(item => {
          const state = agendaState(item)
          const used = usedMinutes(item, nowMs)
          const isLate = item.minutes !== null && used > item.minutes
          return (
            <li
              key={item.itemId}
              className={classes('side-line', state)}
              aria-current={state === 'running' ? 'step' : undefined}
            >
              <span className="grow">
                <span aria-hidden="true">
                  {state === 'done' ? '✓ ' : state === 'running' ? '▸ ' : ''}
                </span>
                {state === 'open' ? null : <span className="sr-only">{t(`side.${state}`)}: </span>}
                {item.title}
              </span>
              {state === 'running' ? (
                <span className={classes('nowrap', isLate && 'warn-text')}>
                  {item.minutes === null
                    ? t('side.minutes', { count: used })
                    : t('side.minutesOf', { used, planned: item.minutes })}
                </span>
              ) : null}
            </li>
          )
        })}
      </ol>
      {mayRun && isRunning(meeting.state) ? (
        <Suspense fallback={null}>
          <NextItem meeting={meeting} />
        </Suspense>
      ) : null}
    </section>
  )
}

function ByFunction({ board }: { board: BoardView }) {
  const t = useT('rooms')
  const common = useT('common')
  const [typed, setTyped] = useState('')
  const people = [
    ...board.rows.flatMap(({ functionId, label, filledBy }) =>
      filledBy.map(({ attendeeId, name, mode }) => ({
        key: `${functionId} ${attendeeId}`,
        label,
        name,
        mode,
      })),
    ),
    ...board.others.map(({ attendeeId, organisation, name, mode }) => ({
      key: attendeeId,
      label: organisation,
      name,
      mode,
    })),
  ]
  const found = people.filter(({ label, name }) => matches(typed, name, label))
  // what is wrong stands first
  const unfilled = board.rows.filter(
    row => row.unfilled && row.isRequired && matches(typed, row.label),
  )
  return (
    <section className="of-people">
      <h2 className="overline">
        {t('side.byFunction', { count: sumOf(Object.values(board.counts)) })}
      </h2>
      {people.length > searchedFrom ? (
        <TextInput label={t('side.search')} type="search" value={typed} onChange={setTyped} />
      ) : null}
      <ul className="plain-list">
        {unfilled.map(row => (
          <li key={row.functionId} className={classes('side-line', board.openedAt && 'bad-text')}>
            <ModeSwatch kind="unfilled" />
            <b className="grow">{row.label}</b>
            <small>{board.openedAt ? common('mode.unfilled') : t('side.notThereYet')}</small>
          </li>
        ))}
        {found.map(({ key, ...person }) => (
          <PersonLine key={key} {...person} />
        ))}
      </ul>
      {typed !== '' && found.length + unfilled.length === 0 ? (
        <p className="soft">{t('side.nobodyFound')}</p>
      ) : null}
    </section>
  )
}

const sumOf = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0)

function PersonLine({ label, name, mode }: { label: string; name: string; mode: Mode }) {
  const common = useT('common')
  return (
    <li className="side-line">
      <ModeSwatch kind={mode} />
      <span className="grow">
        {name}
        {label ? <small className="soft function">{label}</small> : null}
      </span>
      <small className="soft">{common(`mode.${mode}`)}</small>
    </li>
  )
}

function Decided({ meeting }: { meeting: Meeting }) {
  const t = useT('rooms')
  const format = useFormat()
  const actor = useActor()
  const entries = (useQuery(seenEntriesQuery(actor, meeting)).data ?? []).filter(
    entry => entry.retractedAt === null,
  )
  const decision = entries.filter(entry => entry.kind === 'decision').at(-1)
  const mayWrite = mayWriteJournal(actor, meeting) && entryRefusal(meeting.state) === null
  return (
    <section className={classes('of-agenda', mayWrite && 'writing')}>
      <h2 className="overline">{t('side.decided')}</h2>
      {decision ? (
        <p aria-live="polite">
          {decision.label} {decision.text}{' '}
          <small className="soft">{format.time(decision.at)}</small>
        </p>
      ) : (
        <p className="soft">{t('side.nothingDecided')}</p>
      )}
      {mayWrite ? (
        <Suspense fallback={null}>
          <EntryLine meetingId={meeting.meetingId} entries={entries} />
        </Suspense>
      ) : null}
    </section>
  )
}
