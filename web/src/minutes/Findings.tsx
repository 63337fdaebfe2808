import { Suspense, useState } from 'react'
import { maySettle } from '../../../src/attendance/rules/desk.ts'
import type { DoorMode } from '../../../src/lib/modes.ts'
import type { StaffId } from '../../../src/lib/ids.ts'
import type { Finding, MinutesView } from '../../../src/minutes/contract.ts'
import { coverageLines } from '../../../src/minutes/rules/sentence.ts'
import { listed } from '../../../src/words/listed.ts'
import { api, send } from '../api.ts'
import { momentWithin } from '../attendance/entryTime.ts'
import { Answers } from '../meetings/Unrecorded.tsx'
import { useActWords } from '../meetings/acting.ts'
import { SaveProblem } from '../frame/InlineForm.tsx'
import { useSave } from '../frame/useSave.ts'
import { useLang, useT } from '../i18n/i18n.ts'
import { useActor } from '../session.tsx'
import { Field } from '../ui/Field.tsx'
import { useFormat } from '../ui/time.tsx'
import { minutesQuery } from '../meetings/queries.ts'
import { lazily } from '../frame/lazily.tsx'
import type { Editing } from './useEditing.ts'

const AssignHere = lazily(
  () => import('./Settling.tsx'),
  file => file.AssignHere,
)
const TellPoint = lazily(
  () => import('./Settling.tsx'),
  file => file.TellPoint,
)

/** Auffälligkeiten beside the release: they warn and block nothing. */
export function Findings({
  view,
  staffId,
  editing,
  mayEdit,
}: {
  view: MinutesView
  staffId: StaffId
  editing: Editing
  mayEdit: boolean
}) {
  const t = useT('findings')
  const actor = useActor()
  const words = useFindingWords(view)
  const { findings, minuteTakerId, meetingId, record } = view
  const mayAnswer = maySettle(actor, { staffId, minuteTakerId })
  if (findings.length === 0) return <p className="ok-text">{t('findings.none')}</p>
  return (
    <section aria-labelledby="findings">
      <h3 id="findings">{t('findings.title', { count: findings.length })}</h3>
      <ul className="plain-list findings">
        {findings.map((finding, i) => (
          <li key={i}>
            <b>{words(finding).what}</b>
            {finding.kind === 'pointsWithoutText' && mayEdit ? null : (
              <div className="secondary soft">{words(finding).more}</div>
            )}
            {finding.kind === 'notRecorded' && mayAnswer ? (
              <LateAnswer key={finding.person.memberId} view={view} person={finding.person} />
            ) : null}
            {mayEdit ? (
              <Suspense fallback={null}>
                {finding.kind === 'orderWithoutPerson' ? (
                  <AssignHere
                    key={finding.number}
                    number={finding.number}
                    meetingId={meetingId}
                    staffId={staffId}
                  />
                ) : null}
                {finding.kind === 'pointsWithoutText'
                  ? finding.points.map(point => (
                      <TellPoint
                        key={point.id}
                        point={point}
                        language={record.language}
                        editing={editing}
                      />
                    ))
                  : null}
              </Suspense>
            ) : null}
          </li>
        ))}
      </ul>
      <p className="secondary soft">{t('findings.notBlocking')}</p>
    </section>
  )
}

function useFindingWords({
  record,
}: MinutesView): (finding: Finding) => { what: string; more: string } {
  const t = useT('findings')
  const { lang } = useLang()
  const acts = useActWords()
  const format = useFormat()
  return finding => {
    switch (finding.kind) {
      case 'notRecorded':
        return {
          what: t('findings.notRecorded', { name: finding.person.name }),
          more: acts(finding.person),
        }
      case 'notThere':
        return {
          what: t(finding.isMinuteTaker ? 'findings.takerNotThere' : 'findings.leadNotThere'),
          more: t('findings.saidNotThere', { name: finding.name }),
        }
      case 'neverConnected':
        return {
          what: t('findings.neverConnected', { name: finding.name }),
          more: t('findings.neverConnectedText'),
        }
      case 'closerLeft':
        return {
          what: t('findings.closerLeft', { name: finding.name }),
          more: t('findings.closerLeftAt', { time: format.time(finding.at, record.begin) }),
        }
      case 'orderWithoutPerson':
        return {
          what: t('findings.orderWithoutPerson', { number: finding.number }),
          more: finding.text,
        }
      case 'pointsWithoutText':
        return {
          what: t('findings.pointsWithoutText', { count: finding.points.length }),
          more: listed(
            finding.points.map(point => point.title),
            lang,
          ),
        }
      case 'gaps':
        return {
          what: t('findings.gaps'),
          more: t('findings.gapsShown', {
            gaps: coverageLines({ ...record, gaps: finding.gaps }, lang).join(' '),
          }),
        }
    }
  }
}

function LateAnswer({
  view,
  person,
}: {
  view: MinutesView
  person: Extract<Finding, { kind: 'notRecorded' }>['person']
}) {
  const t = useT('findings')
  const format = useFormat()
  const { meetingId, record } = view
  const timeOf = (at: string) => format.time(at, at)
  const [from, setFrom] = useState(timeOf(record.begin))
  const [until, setUntil] = useState(timeOf(record.end))
  const [fromMs, untilMs] = [Date.parse(record.begin), Date.parse(record.end)]
  const limits = { fromMs, untilMs, zone: record.zone }
  // the page shows whole minutes, so an untouched time means the meeting's own
  const begin =
    from === timeOf(record.begin)
      ? record.begin
      : momentWithin(from, { besideMs: fromMs, ...limits })
  const end =
    until === timeOf(record.end)
      ? record.end
      : momentWithin(until, { besideMs: untilMs, ...limits })
  const save = useSave({
    send: (json: {
      memberId: typeof person.memberId
      answer: DoorMode | 'notThere'
      from?: string
      until?: string
    }) =>
      send(api.api.meetings[':meetingId'].minutes.presence.$post({ param: { meetingId }, json })),
    done: () => t('findings.added', { name: person.name }),
    answers: minutesQuery(meetingId).queryKey,
    stale: [['meeting', meetingId, 'attendance']],
  })
  const isWrong = save.wasTried && (begin === null || end === null)
  const iso = (at: string | Date) => new Date(at).toISOString()
  return (
    <div className="stack late-answer">
      <div className="row wrap">
        {(
          [
            ['findings.from', from, setFrom],
            ['findings.until', until, setUntil],
          ] as const
        ).map(([label, value, set]) => (
          <Field key={label} label={t(label)} error={isWrong ? t('findings.timeWrong') : null}>
            {control => (
              <input
                {...control}
                type="time"
                className="kern-form-input__input"
                value={value}
                onChange={event => set(event.target.value)}
              />
            )}
          </Field>
        ))}
      </div>
      <Answers
        name={person.name}
        isBusy={save.isBusy}
        onAnswer={answer =>
          save.submit(
            answer === 'notThere'
              ? { memberId: person.memberId, answer }
              : begin && end
                ? { memberId: person.memberId, answer, from: iso(begin), until: iso(end) }
                : null,
          )
        }
      />
      <SaveProblem save={save} />
    </div>
  )
}
