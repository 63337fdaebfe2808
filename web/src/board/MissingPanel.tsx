import type { BoardView, MissingPerson } from '../../../src/board/contract.ts'
import type { AttendeeId, MeetingId } from '../../../src/lib/ids.ts'
import { useT } from '../i18n/i18n.ts'
import { Button, CallLink } from '../ui/Button.tsx'
import { Panel } from '../ui/Panel.tsx'
import { PersonRow } from '../ui/People.tsx'
import { EmptyState } from '../ui/states.tsx'
import { useFormat } from '../ui/time.tsx'
import { promisedBy, usePromiseWords } from '../words/promise.ts'
import { missingBeside } from './awaited.ts'
import { useReminder } from './reminding.ts'

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
  const words = useMissingWords(isAsked)
  const remind = useReminder(meetingId)
  const refusal = mayAct ? (isAsked ? null : common('notAskedYet')) : t('missing.onlyDesk')
  const missing = missingBeside(board)
  const inRows = board.missing.length - missing.length
  const ids = board.missing.flatMap(({ attendeeId }) => (attendeeId === ownId ? [] : attendeeId))
  return (
    <Panel
      title={t('missing.title')}
      aside={
        ids.length > 0 ? (
          <Button
            size="small"
            disabledReason={refusal}
            busy={
              remind.isPending && remind.variables.length === ids.length && t('missing.reminding')
            }
            onClick={() => remind.mutate(ids)}
          >
            {t('missing.remindAll')}
          </Button>
        ) : null
      }
    >
      {board.missing.length === 0 ? (
        <EmptyState title={t('missing.none')}>
          {board.openedAt === null ? t('missing.noneBefore') : null}
        </EmptyState>
      ) : null}
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
      {inRows > 0 ? (
        <p className="state soft">
          {t(missing.length > 0 ? 'missing.othersInRows' : 'missing.allInRows', { count: inRows })}
        </p>
      ) : null}
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
