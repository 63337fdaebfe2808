import { useState } from 'react'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { dateQuestion, isMovable } from '../../../src/meetings/rules/states.ts'
import { api, send } from '../api.ts'
import { InlineForm } from '../frame/InlineForm.tsx'
import { useLeaving } from '../frame/leaving.tsx'
import { useMergingSave } from '../frame/useMergingSave.ts'
import { useT } from '../i18n/i18n.ts'
import { DateTimeField, type WallValue, momentOf, wallValueOf } from '../ui/DateTimeField.tsx'
import { ClashQuestion } from '../ui/ClashQuestion.tsx'
import { InvitationChanges } from '../roster/InvitationChanges.tsx'
import { TextInput } from '../ui/Field.tsx'
import { wholeNumber } from '../ui/numbers.ts'
import { useFormat } from '../ui/time.tsx'
import { useTyped } from '../ui/typed.ts'
import { useMovedOn } from './acts.ts'
import { plannedDurationMin } from './duration.ts'
import { MeantField } from '../frame/MeantField.tsx'
import { OnlyThis } from './OnlyThis.tsx'
import { Overlapping } from './Overlapping.tsx'
import { OpenedPanel } from './OpenedPanel.tsx'
import { startProblem } from './planDraft.ts'
import { meetingQuery } from './queries.ts'
import { answered } from '../frame/meant.ts'
import { serverNow } from '../ui/clock.ts'

const typedOf = (meeting: Meeting) => ({
  start: wallValueOf(meeting.startsAt, meeting.zone),
  duration: String(plannedDurationMin(meeting)),
})
const durationOf = (typed: string) => wholeNumber(typed, { from: 1, to: 1440 })

type Fields = ReturnType<typeof typedOf>

const isFit = ({ start, duration }: Fields, zone: string) =>
  durationOf(duration) !== null && momentOf(start, zone) !== null

function wishOf({ start, duration }: Fields) {
  const { choice, meant, ...wall } = start
  return {
    ...wall,
    ...(choice ? { fold: choice } : {}),
    ...(meant ? { meant } : {}),
    durationMin: durationOf(duration)!, // the form sends only a valid duration
  }
}

export function MovePanel({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const t = useT('planning')
  const meetings = useT('meetings')
  const format = useFormat()
  const { meetingId } = meeting
  const form = useTyped(() => typedOf(meeting))
  const { typed, field } = form
  const durationMin = durationOf(typed.duration)
  const [nowMs] = useState(() => serverNow())
  /** no question about a beginning that does not change: it was asked when that was set */
  const questionOf = (start: WallValue) => {
    const at = momentOf(start, meeting.zone)
    const isSame = at?.getTime() === Date.parse(meeting.startsAt)
    return at === null || isSame ? null : dateQuestion(at, new Date(nowMs))
  }
  const question = questionOf(typed.start)
  const tellsNobody = Date.parse(meeting.endsAt) <= nowMs
  const isMeant = (start: WallValue) => {
    const asked = questionOf(start)
    return asked === null || start.meant?.includes(asked) === true
  }
  const { save, value, clash } = useMergingSave({
    query: meetingQuery(meetingId),
    form,
    isFit: fields => isFit(fields, meeting.zone) && isMeant(fields.start),
    fieldsOf: typedOf,
    write: ({ fields }, { revision }) => {
      const json = { ...wishOf(fields), revision }
      return send(api.api.meetings[':meetingId'].move.$post({ param: { meetingId }, json }))
    },
    done: ({ startsAt }) => t('move.done', { when: format.spoken(startsAt) }),
    stale: [['meeting', meetingId]],
    onSaved: onClose,
    ...useMovedOn(meeting),
  })
  const leaving = useLeaving(typed, onClose)
  const unclear = save.wasTried ? startProblem(typed.start, meeting.zone) : null
  const isRefused = save.problem('time') !== undefined || save.problem('date') !== undefined
  return (
    <OpenedPanel title={t('move.title')} onClose={leaving.leave} isPadded>
      <InlineForm
        save={save}
        value={value}
        main={{
          label: t('move.confirm'),
          disabledReason: isMovable(meeting.state) ? null : meetings('acts.begun'),
        }}
        className="stack head-form"
        leaving={leaving}
        onCancel={onClose}
      >
        <DateTimeField
          label={t('move.to')}
          {...field('start')}
          error={
            unclear === 'startAmbiguous'
              ? t('wrong.startAmbiguous')
              : unclear === 'start' || isRefused
                ? t('wrong.start')
                : null
          }
        />
        <MeantField
          question={question}
          at={momentOf(typed.start, meeting.zone)}
          tellsNobody={tellsNobody}
          isMeant={isMeant(typed.start)}
          onChange={isOn =>
            question && form.set({ ...typed, start: answered(typed.start, question, isOn) })
          }
          isMissing={save.wasTried && !isMeant(typed.start)}
        />
        <TextInput
          label={t('move.duration')}
          inputMode="numeric"
          {...field('duration')}
          error={
            durationMin === null || save.problem('durationMin') ? t('move.durationWrong') : null
          }
        />
        {clash ? (
          <ClashQuestion
            clash={clash}
            label={name => t(name === 'start' ? 'move.to' : 'move.duration')}
            show={({ start, duration }, name) =>
              name === 'start'
                ? format.dateTime(momentOf(start, meeting.zone) ?? meeting.startsAt)
                : duration
            }
          />
        ) : null}
        <InvitationChanges
          change={isFit(typed, meeting.zone) ? wishOf(typed) : null}
          ask={json =>
            send(api.api.meetings[':meetingId'].move.preview.$post({ param: { meetingId }, json }))
          }
        >
          {({ askedAgain, toConfirm, overlapping }) => (
            <>
              {askedAgain > 0 ? <p>{t('move.askedAgain', { count: askedAgain })}</p> : null}
              {toConfirm > 0 ? <p>{t('move.toConfirm', { count: toConfirm })}</p> : null}
              <Overlapping names={overlapping} />
            </>
          )}
        </InvitationChanges>
        <p className="secondary soft">
          {question === 'inThePast' && tellsNobody
            ? null
            : t(meeting.state === 'planned' ? 'move.notInformed' : 'move.informed')}
        </p>
        {meeting.seriesId ? <OnlyThis meetingId={meetingId} /> : null}
      </InlineForm>
    </OpenedPanel>
  )
}
