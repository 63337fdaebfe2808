import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { BoardView } from '../../../src/board/contract.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { api, send } from '../api.ts'
import { useActing } from './acting.ts'
import { Unrecorded } from './Unrecorded.tsx'
import { SaveProblem, SubmitButton } from '../frame/InlineForm.tsx'
import { ButtonLink } from '../frame/links.tsx'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { entriesQuery } from '../journal/queries.ts'
import { momentOf } from '../ui/DateTimeField.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { useFormat } from '../ui/time.tsx'
import { useMovedOn } from './acts.ts'
import { agendaState } from './agenda.ts'
import { NameTaker, OwnLeaving } from './ClosingAsks.tsx'
import { EndFields, endOf, toldBy, type End, type Told } from './EndFields.tsx'
import { boardQuery, meetingQuery } from './queries.ts'

const namesShown = 4

/**
 * Asks before closing, which cannot be undone, and says what ends with it. The page then shows the
 * draft of the minutes.
 */
export function CloseDialog({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const t = useT('closing')
  const meetings = useT('meetings')
  const format = useFormat()
  const navigate = useNavigate()
  const params = { meetingId: meeting.meetingId }
  const [end, setEnd] = useState<End>(() => endOf(meeting))
  const told = toldBy(end, meeting.zone)
  const endedAt = end.when === 'earlier' ? momentOf(end.at, meeting.zone) : null
  const save = useSave({
    send: (json: Told) => send(api.api.meetings[':meetingId'].close.$post({ param: params, json })),
    done: () => t('close.done'),
    answers: meetingQuery(meeting.meetingId).queryKey,
    stale: [['meeting', meeting.meetingId]],
    onSaved: () => {
      onClose()
      void navigate({ to: '/meetings/$meetingId/minutes', params })
    },
    ...useMovedOn(meeting),
  })
  const isClosed = meeting.state === 'closed' && !save.isBusy
  return (
    <Dialog
      title={t('close.title', { title: meeting.title })}
      closeLabel={t(isClosed ? 'close.back' : 'close.notYet')}
      onClose={onClose}
      form={save.form}
      onSubmit={() => (isClosed ? undefined : save.submit(told))}
      actions={
        isClosed ? (
          <ButtonLink
            variant="primary"
            to="/meetings/$meetingId/minutes"
            params={params}
            onClick={onClose}
          >
            {meetings('acts.toMinutes')}
          </ButtonLink>
        ) : (
          <SubmitButton
            save={save}
            main={{
              label: endedAt
                ? t('close.confirmAt', { moment: format.moment(endedAt) })
                : t('close.confirm'),
              busy: t('close.closing'),
            }}
          />
        )
      }
    >
      {isClosed ? (
        <Already meeting={meeting} />
      ) : (
        <>
          <Acted meeting={meeting} />
          <OwnLeaving meeting={meeting} />
          <Consequences meeting={meeting} />
          {meeting.minuteTakerId ? null : <NameTaker meeting={meeting} />}
        </>
      )}
      {isClosed ? null : (
        <>
          <EndFields
            end={end}
            onChange={setEnd}
            wasTried={save.wasTried}
            isRefused={save.problem('endedAt') !== undefined}
          />
          <SaveProblem save={save} />
        </>
      )}
    </Dialog>
  )
}

function Already({ meeting }: { meeting: Meeting }) {
  const t = useT('closing')
  const format = useFormat()
  return (
    <p role="status">
      {meeting.closedAt
        ? t('close.alreadyAt', { moment: format.moment(meeting.closedAt) })
        : t('close.already')}
    </p>
  )
}

/** Who acted and is not recorded, to be settled before the minutes are composed. */
function Acted({ meeting }: { meeting: Meeting }) {
  const t = useT('meetings')
  const { mine, others } = useActing(meeting)
  const people = [...(mine?.firstAt ? [mine] : []), ...others]
  if (people.length === 0) return null
  return (
    <div className="stack">
      <p>
        <b>{t('acting.closing', { count: people.length })}</b> {t('acting.fromFirstAct')}
      </p>
      <Unrecorded meeting={meeting} people={people} myself={mine} />
      <p className="warn-text">{t('acting.withoutAnswer')}</p>
    </div>
  )
}

function Consequences({ meeting }: { meeting: Meeting }) {
  const t = useT('closing')
  const format = useFormat()
  const board = useQuery(boardQuery(meeting.meetingId)).data
  const entries = useQuery(entriesQuery(meeting.meetingId)).data ?? []
  const count = (kind: 'decision' | 'order') =>
    entries.filter(entry => entry.kind === kind && entry.retractedAt === null).length
  const open = meeting.agenda.filter(item => agendaState(item) === 'open')
  const running = meeting.agenda.find(item => agendaState(item) === 'running')
  const there = board ? peopleIn(board) : []
  const names = there.map(person => person.name)
  const unconnected = there.flatMap(person => (person.isUnconnected ? person.name : []))
  const unfilled = (board?.rows ?? []).flatMap(({ label, isRequired, unfilled: gap }) =>
    isRequired && gap
      ? gap.since
        ? t('close.unfilledSince', { label, time: format.time(gap.since) })
        : t('close.unfilledAlways', { label })
      : [],
  )
  const list = names.slice(0, namesShown).join(', ')
  return (
    <ul className="consequences">
      {board ? (
        <li>
          {t('close.there', {
            count: names.length,
            names:
              names.length > namesShown
                ? t('close.andMore', { names: list, count: names.length - namesShown })
                : list,
          })}
        </li>
      ) : null}
      {unconnected.length > 0 ? (
        <li className="warn-text">{t('close.unconnected', { names: unconnected.join(', ') })}</li>
      ) : null}
      {unfilled.length > 0 ? (
        <li className="warn-text">
          {t('close.unfilled', { count: unfilled.length, functions: unfilled.join(', ') })}
        </li>
      ) : null}
      {running ? <li>{t('close.runningItem', { title: running.title })}</li> : null}
      {open.length > 0 ? (
        <li>
          {t('close.openItems', {
            count: open.length,
            titles: open.map(item => `„${item.title}“`).join(', '),
          })}
        </li>
      ) : null}
      <li>
        {t('close.entries', {
          decisions: t('close.decisions', { count: count('decision') }),
          orders: t('close.orders', { count: count('order') }),
        })}
      </li>
      <li>
        {meeting.minuteTakerName
          ? t('close.minutesBy', { name: meeting.minuteTakerName })
          : t('close.minutes')}
      </li>
      <li>
        <b>{t('close.final')}</b>
      </li>
    </ul>
  )
}

/** Everybody present, each person once. */
function peopleIn(board: BoardView): BoardView['others'] {
  const people = [...board.rows.flatMap(row => row.filledBy), ...board.others]
  return [...new Map(people.map(person => [person.attendeeId, person])).values()]
}
