import { useState } from 'react'
import type { BoardView, MissingPerson } from '../../../src/board/contract.ts'
import type { AttendeeId, MeetingId } from '../../../src/lib/ids.ts'
import { useT } from '../i18n/i18n.ts'
import { Button, CallLink } from '../ui/Button.tsx'
import { Panel } from '../ui/Panel.tsx'
import { PersonRow } from '../ui/People.tsx'
import { EmptyState } from '../ui/states.tsx'
import { useIsPhone } from '../ui/narrow.ts'
import { useFormat } from '../ui/time.tsx'
import { promisedBy, usePromiseWords } from '../words/promise.ts'
import { missingBeside } from './awaited.ts'
import { useReminder } from './reminding.ts'

/** as `only-eight` has it */
const shownAtFirst = 8

/**
 * Noch fehlen: people who promised or have not answered and are not present, to be called or
 * reminded. Who stands beside an unfilled function stands only there.
 */
export function MissingPanel({
  meetingId,
  board,
  mayAct,
  isAsked,
  ownId,
}: {
  meetingId: MeetingId
  board: BoardView
  mayAct: boolean
  /** false: the meeting is not convened */
  isAsked: boolean
  /** the reader's own row, who neither calls nor reminds themselves */
  ownId: AttendeeId | null
}) {
  const t = useT('board')
  const common = useT('common')
  const format = useFormat()
  const isPhone = useIsPhone()
  const words = useMissingWords(isAsked)
  const remind = useReminder(meetingId)
  const refusal = mayAct ? (isAsked ? null : common('notAskedYet')) : t('missing.onlyDesk')
  const missing = missingBeside(board)
  const inRows = board.missing.length - missing.length
  const [showsAll, setShowsAll] = useState(false)
  const isCut = !showsAll && missing.length > shownAtFirst
  const ids = board.missing.flatMap(({ attendeeId }) => (attendeeId === ownId ? [] : attendeeId))
  const remindAll =
    ids.length > 0 ? (
      <Button
        size="small"
        disabledReason={refusal}
        busy={remind.isPending && remind.variables.length === ids.length && t('missing.reminding')}
        onClick={() => remind.mutate(ids)}
      >
        {t('missing.remindAll')}
      </Button>
    ) : null
  const people = (
    <>
      {board.missing.length === 0 ? (
        <EmptyState title={t('missing.none')}>
          {board.openedAt === null ? t('missing.noneBefore') : null}
        </EmptyState>
      ) : null}
      <div className={isCut ? 'only-eight' : undefined}>
        {missing.map(person => (
          <PersonRow
            key={person.attendeeId}
            isCompact
            name={person.name}
            badge={<span className="secondary soft">{person.functions.join(', ')}</span>}
            detail={
              <>
                {words(person)}
                {mayAct && person.phone ? (
                  <>
                    {' '}
                    · <span className="nowrap">{person.phone}</span>
                  </>
                ) : null}
              </>
            }
          >
            {mayAct && person.attendeeId !== ownId ? (
              <>
                {isAsked ? (
                  <Button
                    size="small"
                    busy={
                      remind.isPending &&
                      remind.variables.includes(person.attendeeId) &&
                      t('missing.reminding')
                    }
                    onClick={() => remind.mutate([person.attendeeId])}
                  >
                    {t('missing.remind')}
                  </Button>
                ) : null}
                {person.phone ? (
                  <CallLink
                    size="small"
                    number={person.phone}
                    label={`${common('action.call')}: ${person.name}`}
                  >
                    {common('action.call')}
                  </CallLink>
                ) : null}
              </>
            ) : null}
          </PersonRow>
        ))}
      </div>
      {isCut ? (
        <p className="show-all">
          <Button size="small" variant="tertiary" onClick={() => setShowsAll(true)}>
            {common('ui.showAll', { count: missing.length })}
          </Button>
        </p>
      ) : null}
      {inRows > 0 ? (
        <p className="state soft">
          {t(missing.length > 0 ? 'missing.othersInRows' : 'missing.allInRows', { count: inRows })}
        </p>
      ) : null}
      {board.left.length > 0 ? (
        <p className="state soft">
          {t('missing.left', {
            names: board.left
              .map(({ name, leftAt }) => t('missing.leftAt', { name, time: format.time(leftAt) }))
              .join(', '),
          })}
        </p>
      ) : null}
    </>
  )
  // who is missing for a function is above; a phone has no room to say it twice
  if (isPhone && board.openedAt !== null && missing.length > 0)
    return (
      <details className="panel awaited-group">
        <summary>
          <h2>
            {t('missing.title')} <span>{missing.length}</span>
          </h2>
        </summary>
        {remindAll ? <div className="remind-all">{remindAll}</div> : null}
        {people}
      </details>
    )
  return (
    <Panel title={t('missing.title')} aside={remindAll}>
      {people}
    </Panel>
  )
}

/** e.g. *zugesagt – virtuell, erinnert um 08:50* */
function useMissingWords(isAsked: boolean): (person: MissingPerson) => string {
  const t = useT('board')
  const common = useT('common')
  const format = useFormat()
  const promiseOf = usePromiseWords({ isAsked })
  return person =>
    [
      promiseOf(promisedBy(person)),
      person.couldNotConnect ? t('missing.couldNotConnect') : '',
      person.remindedAt && person.reminder === 'sent'
        ? t('missing.remindedAt', { moment: format.moment(person.remindedAt) })
        : person.reminder === 'waiting' || person.reminder === 'failed'
          ? common(`reminder.${person.reminder}`)
          : '',
    ]
      .filter(Boolean)
      .join(', ')
}
