import type { ReactNode } from 'react'
import type { BoardView, MissingPerson } from '../../../src/board/contract.ts'
import { isTimeToCall } from '../../../src/board/rules/near.ts'
import { type Mode, modes } from '../../../src/lib/modes.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { mayActForOthers } from '../../../src/meetings/rules/states.ts'
import { useT } from '../i18n/i18n.ts'
import { useActor } from '../session.tsx'
import { Button, CallLink } from '../ui/Button.tsx'
import { classes } from '../ui/classes.ts'
import { useNow } from '../ui/time.tsx'
import { ModeSwatch, ModeWord } from '../words/Mode.tsx'
import { promisedBy, usePromiseWords } from '../words/promise.ts'
import { groupsOf, type Groups, labelOf, modesOf, type PromisedRow } from './awaited.ts'
import { AwaitedLine, type Of } from './AwaitedLine.tsx'
import { useReminder } from './reminding.ts'

/**
 * The board before the opening: how many required functions are promised, then who is missing, and
 * how to reach them. Days ahead it shows what is planned, and nobody is missing yet.
 */
export function Awaited({ meeting, board }: { meeting: Meeting; board: BoardView }) {
  const t = useT('board')
  const common = useT('common')
  const nowMs = useNow(30_000)
  const mayAct = mayActForOthers(useActor(), meeting)
  const groups = groupsOf(board, meeting.me?.attendeeId ?? null)
  const isNear = isTimeToCall(meeting, nowMs)
  const isAsked = meeting.state !== 'planned'
  const of = { meeting, mayCall: mayAct && isNear && isAsked }
  const { missing, declined, promised, optional } = groups
  const open = t(isNear ? 'before.missing' : 'before.open')
  return (
    <section className="panel awaited" aria-label={t('before.title')}>
      <Figures groups={groups} isNear={isNear} />
      {isAsked ? null : <p className="not-asked soft">{common('notAskedYet')}</p>}
      {missing.length > 0 ? (
        <Group title={open} rows={missing} tone={isNear ? 'bad' : undefined} isOpen>
          {missing.map(row => (
            <AwaitedLine key={row.key} row={row} {...of} />
          ))}
        </Group>
      ) : null}
      {declined.length > 0 ? (
        <Group title={t('before.declined')} rows={declined} isOpen>
          {declined.map(row => (
            <AwaitedLine key={row.key} row={row} {...of} />
          ))}
        </Group>
      ) : null}
      {promised.length > 0 ? (
        <Group
          title={t('before.promised')}
          rows={promised}
          tone="ok"
          aside={<ModeCounts rows={promised} />}
          isOpen={isWide()}
        >
          <Promised rows={promised} />
        </Group>
      ) : null}
      <Optional optional={optional} of={of} />
      {of.mayCall ? <RemindAll meeting={meeting} board={board} /> : null}
    </section>
  )
}

/** On a phone only who is missing is open at first. */
const isWide = () => window.matchMedia('(min-width: 640px)').matches

function Figures({ groups, isNear }: { groups: Groups; isNear: boolean }) {
  const t = useT('board')
  const common = useT('common')
  return (
    <div className="awaited-figures">
      <p className="first-figure">
        <b>{t('before.of', { count: groups.promisedRequired, all: groups.required })}</b>{' '}
        <span>{t('before.required')}</span>
      </p>
      {isNear ? null : (
        <ul className="plain-list counts" aria-label={t('before.planned')}>
          {modes.map(mode => (
            <li key={mode} className="count">
              <b>{groups.planned[mode]}</b>
              <span>
                <ModeSwatch kind={mode} />
                {common(`mode.${mode}`)}
              </span>
            </li>
          ))}
          <li className="count">
            <b>{groups.open}</b>
            <span>{t('before.noAnswer')}</span>
          </li>
        </ul>
      )}
    </div>
  )
}

export function Group({
  title,
  rows,
  tone,
  aside,
  isOpen,
  children,
}: {
  title: string
  rows: readonly unknown[]
  tone?: 'bad' | 'ok' | undefined
  aside?: ReactNode
  isOpen: boolean
  children: ReactNode
}) {
  return (
    <details open={isOpen || undefined} className="awaited-group">
      <summary>
        <h2 className={classes(tone && `${tone}-text`)}>
          {title} <span>{rows.length}</span>
        </h2>
        <span className="end">{aside}</span>
      </summary>
      <ul className="plain-list">{children}</ul>
    </details>
  )
}

export function ModeCounts({ rows }: { rows: readonly { mode: Mode }[] }) {
  const common = useT('common')
  return (
    <span className="mode-counts">
      {modesOf(rows).map(({ mode, count }) => (
        <ModeWord key={mode} kind={mode}>{`${common(`mode.${mode}`)} ${count}`}</ModeWord>
      ))}
    </span>
  )
}

function Promised({ rows }: { rows: readonly PromisedRow[] }) {
  return rows.map(row => (
    <li key={row.key} className="awaited-row">
      <div className="awaited-line">
        <div className="grow">
          <b>{labelOf(row)}</b>
          <span className="who">{row.name}</span>
        </div>
        <ModeWord kind={row.mode} />
      </div>
    </li>
  ))
}

/** Functions that need not be filled, and people without a function. */
function Optional({ optional, of }: { optional: Groups['optional']; of: Of }) {
  const t = useT('board')
  const { promised, awaited, others } = optional
  const rows = [...promised, ...awaited, ...others]
  if (rows.length === 0) return null
  const count = promised.length + others.filter(person => person.planned !== 'none').length
  return (
    <Group
      title={t('before.optional')}
      rows={rows}
      aside={<span className="secondary soft">{t('before.promisedCount', { count })}</span>}
      isOpen={isWide()}
    >
      {awaited.map(row => (
        <AwaitedLine key={row.key} row={row} {...of} />
      ))}
      <Promised rows={promised} />
      {others.map(person => (
        <Other key={person.attendeeId} person={person} of={of} />
      ))}
    </Group>
  )
}

function Other({ person, of: { meeting, mayCall } }: { person: MissingPerson; of: Of }) {
  const t = useT('board')
  const common = useT('common')
  const promiseOf = usePromiseWords({ isAsked: meeting.state !== 'planned' })
  const remind = useReminder(meeting.meetingId)
  const { attendeeId, name, phone, functions, planned, reminder } = person
  const isOwn = attendeeId === meeting.me?.attendeeId
  return (
    <li className="awaited-row">
      <div className="awaited-line">
        <div className="grow">
          <b>{functions.join(', ') || common('word.noFunction')}</b>
          <span className="who">{name}</span>
          <span className="soft">
            {reminder === 'waiting' || reminder === 'failed'
              ? common(`reminder.${reminder}`)
              : promiseOf(promisedBy(person))}
          </span>
        </div>
        {mayCall && !isOwn && planned === 'none' ? (
          <span className="awaited-ways">
            {phone ? (
              <CallLink size="small" number={phone} label={`${common('action.call')}: ${name}`}>
                {common('action.call')}
              </CallLink>
            ) : null}
            <Button
              size="small"
              label={`${t('missing.remind')}: ${name}`}
              busy={remind.isPending && t('missing.reminding')}
              onClick={() => remind.mutate([attendeeId])}
            >
              {t('missing.remind')}
            </Button>
          </span>
        ) : null}
      </div>
    </li>
  )
}

/** Everybody who has not answered, by mail. */
function RemindAll({ meeting, board }: { meeting: Meeting; board: BoardView }) {
  const t = useT('board')
  const remind = useReminder(meeting.meetingId)
  const ids = board.missing.flatMap(person =>
    person.planned === 'none' && person.attendeeId !== meeting.me?.attendeeId
      ? person.attendeeId
      : [],
  )
  if (ids.length === 0) return null
  return (
    <div className="remind-all">
      <Button
        isBlock
        busy={remind.isPending && t('missing.reminding')}
        onClick={() => remind.mutate(ids)}
      >
        {t('before.remindAll', { count: ids.length })}
      </Button>
    </div>
  )
}
