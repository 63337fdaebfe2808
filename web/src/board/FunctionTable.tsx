import { Fragment, Suspense, useState } from 'react'
import type { BoardView, Candidate, FunctionRow, PersonThere } from '../../../src/board/contract.ts'
import type { FunctionId, MemberId } from '../../../src/lib/ids.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { lazily } from '../frame/lazily.tsx'
import { ButtonLink } from '../frame/links.tsx'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { Time, useFormat } from '../ui/time.tsx'
import { ModeWord } from '../words/Mode.tsx'
import { labelOf, unfilledTogether } from './awaited.ts'
import { Mail } from './Mail.tsx'
import { useUnfilledWords } from './reasons.ts'

// loaded when somebody calls
const CallPanel = lazily(
  () => import('./CallPanel.tsx'),
  file => file.CallPanel,
)

type Props = {
  meeting: Meeting
  board: BoardView
  /** whether the reader calls people: lead and KGS */
  mayAct: boolean
}

/** Who fills what: unfilled required functions first, each with the deputy to call. */
export function FunctionTable({ meeting, board, mayAct }: Props) {
  const t = useT('board')
  const common = useT('common')
  if (board.rows.length === 0) {
    return (
      <Panel>
        <EmptyState
          title={t('functions.none')}
          action={<ButtonLink to="/staff">{t('functions.toStaff')}</ButtonLink>}
        >
          {t('functions.noneText')}
        </EmptyState>
      </Panel>
    )
  }
  const { minuteTakerId } = meeting
  return (
    <Panel>
      <div className="table-scroll">
        <table className="kern-table stacks functions">
          <caption className="sr-only">{t('functions.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{common('word.function')}</th>
              <th scope="col">{t('functions.by')}</th>
              <th scope="col">{common('word.mode')}</th>
              <th scope="col">{common('word.since')}</th>
              <th scope="col">
                <span className="sr-only">{t('functions.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {unfilledTogether(board.rows).map(rows => {
              const [row] = rows as [FunctionRow, ...FunctionRow[]]
              return row.unfilled ? (
                <UnfilledRow
                  key={row.functionId}
                  meeting={meeting}
                  rows={rows}
                  unfilled={row.unfilled}
                  hasBegun={board.openedAt !== null}
                  mayAct={mayAct}
                />
              ) : (
                row.filledBy.map((person, i) => (
                  <FilledRow
                    key={`${row.functionId} ${person.attendeeId}`}
                    label={row.label}
                    isFirst={i === 0}
                    person={person}
                    minuteTakerId={minuteTakerId}
                  />
                ))
              )
            })}
            {board.others.length > 0 ? (
              <tr className="block">
                <th colSpan={5} scope="colgroup">
                  {t('functions.others')}
                </th>
              </tr>
            ) : null}
            {board.others.map(person => (
              <FilledRow
                key={person.attendeeId}
                label={
                  person.isVisitor
                    ? t('functions.visitor')
                    : common(person.isGuest ? 'word.guest' : 'word.noFunction')
                }
                isFirst
                person={person}
                minuteTakerId={minuteTakerId}
              />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}

function FilledRow({
  label,
  isFirst,
  person,
  minuteTakerId,
}: {
  label: string
  isFirst: boolean
  person: PersonThere
  minuteTakerId: MemberId | null
}) {
  const t = useT('board')
  const common = useT('common')
  const notes = [
    person.standsInFor ? t('functions.standsInFor', { name: person.standsInFor }) : '',
    person.memberId !== null && person.memberId === minuteTakerId && isFirst
      ? t('functions.minuteTaker')
      : '',
    person.isVisitor ? person.organisation : '',
    person.isUnconnected ? t('functions.unconnected') : '',
  ].filter(Boolean)
  return (
    <tr>
      <td data-label={common('word.function')}>
        {isFirst ? label : <span className="sr-only">{label}</span>}
      </td>
      <td data-label={t('functions.by')}>
        <span>
          <b>{person.name}</b>{' '}
          {notes.length > 0 ? <span className="secondary soft">{notes.join(' · ')}</span> : null}
        </span>
      </td>
      <td data-label={common('word.mode')}>
        <ModeWord kind={person.mode} />
      </td>
      <td data-label={common('word.since')}>
        <Time at={person.since} />
      </td>
      <td />
    </tr>
  )
}

function UnfilledRow({
  meeting,
  rows,
  unfilled,
  hasBegun,
  mayAct,
}: {
  meeting: Meeting
  rows: readonly FunctionRow[]
  unfilled: NonNullable<FunctionRow['unfilled']>
  hasBegun: boolean
  mayAct: boolean
}) {
  const t = useT('board')
  const common = useT('common')
  const words = useUnfilledWords({ hasBegun, isAsked: meeting.state !== 'planned' })
  const [openId, setOpenId] = useState<FunctionId | null>(null)
  const { functionId, isRequired } = rows[0]! // a row has a function
  const label = labelOf({ functions: rows })
  const isOpen = openId === functionId
  const { call } = unfilled
  const callee = call && (unfilled.order.find(each => each.memberId === call.memberId) ?? null)
  const isAlarm = isRequired && hasBegun
  return (
    <Fragment>
      <tr className={isRequired ? (hasBegun ? 'bad' : undefined) : 'muted'}>
        <td data-label={common('word.function')}>{isRequired ? <b>{label}</b> : label}</td>
        <td colSpan={mayAct ? 2 : 4}>
          <span>
            <b className={isAlarm ? 'bad-text' : undefined}>{words.since(unfilled)}</b>{' '}
            <span className="secondary">{words.reason(unfilled)}</span>
            {callee ? <Reminded callee={callee} /> : null}
          </span>
        </td>
        {mayAct ? (
          <td colSpan={2} className="right">
            {callee && !isOpen ? (
              <Mail next={callee} meeting={meeting} functionId={functionId} />
            ) : null}
            <Button
              size="small"
              variant={isAlarm && call ? 'primary' : 'secondary'}
              {...(isOpen || call ? {} : { label: t('before.fillOf', { label }) })}
              onClick={() => setOpenId(isOpen ? null : functionId)}
            >
              {isOpen
                ? t('call.close')
                : call
                  ? t('call.open', { name: call.name })
                  : t('before.fill')}
            </Button>
          </td>
        ) : null}
      </tr>
      {mayAct && isOpen ? (
        <tr className={isAlarm ? 'bad' : undefined}>
          <td colSpan={5}>
            <Suspense>
              <CallPanel
                meeting={meeting}
                functionId={functionId}
                label={label}
                callee={call}
                order={unfilled.order}
                calledId={null}
                onDone={() => setOpenId(null)}
              />
            </Suspense>
          </td>
        </tr>
      ) : null}
    </Fragment>
  )
}

/** What became of the last reminder to the person to call. */
function Reminded({ callee: { remindedAt, reminder } }: { callee: Candidate }) {
  const t = useT('board')
  const common = useT('common')
  const format = useFormat()
  if (!remindedAt || !reminder) return null
  return (
    <span className={reminder === 'failed' ? 'secondary bad-text' : 'secondary soft'}>
      {' · '}
      {reminder === 'sent'
        ? t('missing.remindedAt', { moment: format.moment(remindedAt) })
        : common(`reminder.${reminder}`)}
    </span>
  )
}
