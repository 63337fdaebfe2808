import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Fragment, useState } from 'react'
import type { BoardView, Callee, FunctionRow, PersonThere } from '../../../src/board/contract.ts'
import type { FunctionId, MeetingId, MemberId } from '../../../src/lib/ids.ts'
import { api, send } from '../api.ts'
import { ButtonLink } from '../frame/links.tsx'
import { useErrorText } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { Button, CallLink } from '../ui/Button.tsx'
import { Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import { useToast } from '../ui/Toast.tsx'
import { ModeWord } from '../words/Mode.tsx'
import { useUnfilledWords } from './reasons.ts'

type Props = {
  meetingId: MeetingId
  board: BoardView
  /** false: the meeting is not convened */
  isAsked: boolean
  minuteTakerId: MemberId | null
}

/** Who fills what: unfilled required functions first, each with the deputy to call. */
export function FunctionTable({ meetingId, board, isAsked, minuteTakerId }: Props) {
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
  const hasBegun = board.openedAt !== null
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
            {board.rows.map(row =>
              row.unfilled ? (
                <UnfilledRow
                  key={row.functionId}
                  meetingId={meetingId}
                  row={row}
                  unfilled={row.unfilled}
                  hasBegun={hasBegun}
                  isAsked={isAsked}
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
              ),
            )}
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
  meetingId,
  row,
  unfilled,
  hasBegun,
  isAsked,
}: {
  meetingId: MeetingId
  row: FunctionRow
  unfilled: NonNullable<FunctionRow['unfilled']>
  hasBegun: boolean
  isAsked: boolean
}) {
  const t = useT('board')
  const common = useT('common')
  const words = useUnfilledWords({ hasBegun, isAsked })
  const [openId, setOpenId] = useState<FunctionId | null>(null)
  const isOpen = openId === row.functionId
  const { call } = unfilled
  const isAlarm = row.isRequired && hasBegun
  return (
    <Fragment>
      <tr className={row.isRequired ? (hasBegun ? 'bad' : undefined) : 'muted'}>
        <td data-label={common('word.function')}>
          {row.isRequired ? <b>{row.label}</b> : row.label}
        </td>
        <td colSpan={call ? 2 : 4}>
          <span>
            <b className={isAlarm ? 'bad-text' : undefined}>{words.since(unfilled)}</b>{' '}
            <span className="secondary">{words.reason(unfilled)}</span>
          </span>
        </td>
        {call ? (
          <td colSpan={2} className="right">
            <Button
              size="small"
              variant={isAlarm ? 'primary' : 'secondary'}
              onClick={() => setOpenId(isOpen ? null : row.functionId)}
            >
              {isOpen ? t('call.close') : t('call.open', { name: call.name })}
            </Button>
          </td>
        ) : null}
      </tr>
      {call && isOpen ? (
        <tr className={isAlarm ? 'bad' : undefined}>
          <td colSpan={5}>
            <CallLine meetingId={meetingId} call={call} />
          </td>
        </tr>
      ) : null}
    </Fragment>
  )
}

/**
 * The number in large digits for dialling by hand, and a button that invites somebody who is not
 * invited yet.
 */
function CallLine({ meetingId, call }: { meetingId: MeetingId; call: Callee }) {
  const t = useT('board')
  const queries = useQueryClient()
  const say = useToast()
  const errorText = useErrorText()
  const invite = useMutation({
    mutationFn: (memberId: NonNullable<Callee['memberId']>) =>
      send(
        api.api.meetings[':meetingId'].members.$post({ param: { meetingId }, json: { memberId } }),
      ),
    onSuccess: () => {
      say(t('call.invited', { name: call.name }))
      return queries.invalidateQueries({ queryKey: ['meeting', meetingId] })
    },
    onError: error => say(errorText(error)),
  })
  const { memberId } = call
  return (
    <span className="row wrap call-line" role="status">
      {call.phone ? (
        <>
          <span>{t('call.who', { name: call.name })}</span>
          <CallLink variant="primary" number={call.phone}>
            {t('call.number', { number: call.phone })}
          </CallLink>
        </>
      ) : (
        <span>{t('call.noNumber', { name: call.name })}</span>
      )}
      {call.attendeeId === null && memberId ? (
        <>
          <span className="secondary soft">{t('call.notInvited')}</span>
          <Button
            size="small"
            busy={invite.isPending && t('call.inviting')}
            onClick={() => invite.mutate(memberId)}
          >
            {t('call.invite')}
          </Button>
        </>
      ) : null}
    </span>
  )
}
