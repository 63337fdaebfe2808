import type { ActingPerson } from '../../../src/board/contract.ts'
import { doorModes, type DoorMode } from '../../../src/lib/modes.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { api, send } from '../api.ts'
import { SaveProblem } from '../frame/InlineForm.tsx'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { useActWords } from './acting.ts'
import './acting.css'

/** People who act and are not recorded, each to be settled with one press. */
export function Unrecorded({
  meeting,
  people,
  myself,
}: {
  meeting: Meeting
  people: readonly ActingPerson[]
  /** the reader, if they are among them */
  myself?: ActingPerson | null
}) {
  return (
    <ul className="plain-list acting-list">
      {people.map(person => (
        <OnePerson
          key={person.memberId}
          meeting={meeting}
          person={person}
          isMyself={person === myself}
        />
      ))}
    </ul>
  )
}

type Answer = DoorMode | 'notThere'

function OnePerson({
  meeting,
  person,
  isMyself,
}: {
  meeting: Meeting
  person: ActingPerson
  isMyself: boolean
}) {
  const t = useT('meetings')
  const words = useActWords()
  const { meetingId } = meeting
  const { memberId, firstAt } = person
  const name = isMyself ? t('acting.yourself') : person.name
  const save = useSave({
    send: (answer: Answer) =>
      send(
        api.api.meetings[':meetingId'].presence.$post({
          param: { meetingId },
          json: {
            memberId,
            answer,
            ...(firstAt && answer !== 'notThere' ? { from: firstAt } : {}),
          },
        }),
      ),
    done: () => t('acting.settled', { name }),
    stale: [['meeting', meetingId]],
    says: { conflict: t('acting.already') },
  })
  return (
    <li className="acting-person">
      <div className="grow">
        <b>{name}</b>
        <div className="secondary">{words(person)}</div>
      </div>
      <Answers name={name} onAnswer={save.submit} isBusy={save.isBusy} />
      <SaveProblem save={save} />
    </li>
  )
}

export function Answers({
  name,
  onAnswer,
  isBusy,
}: {
  name: string
  onAnswer: (answer: Answer) => void
  isBusy: boolean
}) {
  const t = useT('meetings')
  const common = useT('common')
  const answers = [
    ...doorModes.map(mode => ({ answer: mode, text: common(`mode.${mode}`) })),
    { answer: 'notThere' as const, text: t('acting.notThere') },
  ]
  return (
    <div className="acting-answers" role="group" aria-label={t('acting.howFor', { name })}>
      {answers.map(({ answer, text }) => (
        <Button
          key={answer}
          size="small"
          label={`${name}: ${text}`}
          onClick={() => (isBusy ? undefined : onAnswer(answer))}
        >
          {text}
        </Button>
      ))}
    </div>
  )
}
