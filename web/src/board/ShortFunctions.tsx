import type { BoardView } from '../../../src/board/contract.ts'
import { isRunning, mayActForOthers } from '../../../src/meetings/rules/states.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { useT } from '../i18n/i18n.ts'
import { useActor } from '../session.tsx'
import { Time } from '../ui/time.tsx'
import { ModeWord } from '../words/Mode.tsx'
import { Group, ModeCounts } from './Awaited.tsx'
import { AwaitedLine } from './AwaitedLine.tsx'
import { shortListOf } from './awaited.ts'

/**
 * The functions of a running meeting on a phone: who is missing in lines of the height of a thumb,
 * everything else folded, so that the first screen answers who is missing.
 */
export function ShortFunctions({ meeting, board }: { meeting: Meeting; board: BoardView }) {
  const t = useT('board')
  const common = useT('common')
  const { required, optional, filled } = shortListOf(board)
  const { others } = board
  const of = {
    meeting,
    mayCall: mayActForOthers(useActor(), meeting) && isRunning(meeting.state),
    hasBegun: true,
  }
  const there = [...filled.map(({ person }) => person), ...others]
  return (
    <section className="panel awaited short" aria-label={t('functions.caption')}>
      {required.length > 0 ? (
        <ul className="plain-list">
          {required.map(row => (
            <AwaitedLine key={row.key} row={row} {...of} />
          ))}
        </ul>
      ) : null}
      {there.length > 0 ? (
        <Group
          title={t('functions.filled')}
          rows={filled}
          tone="ok"
          aside={<ModeCounts rows={filled.map(({ person }) => person)} />}
          isOpen={required.length === 0}
        >
          {filled.map(({ key, label, person }) => (
            <ThereLine key={key} label={label} person={person} meeting={meeting} />
          ))}
          {others.map(person => (
            <ThereLine
              key={person.attendeeId}
              label={
                person.isVisitor
                  ? t('functions.visitor')
                  : common(person.isGuest ? 'word.guest' : 'word.noFunction')
              }
              person={person}
              meeting={meeting}
            />
          ))}
        </Group>
      ) : null}
      {optional.length > 0 ? (
        <Group title={t('before.optional')} rows={optional} isOpen={false}>
          {optional.map(row => (
            <AwaitedLine key={row.key} row={row} {...of} />
          ))}
        </Group>
      ) : null}
    </section>
  )
}

function ThereLine({
  label,
  person,
  meeting,
}: {
  label: string
  person: BoardView['others'][number]
  meeting: Meeting
}) {
  const t = useT('board')
  const notes = [
    person.standsInFor ? t('functions.standsInFor', { name: person.standsInFor }) : '',
    person.memberId !== null && person.memberId === meeting.minuteTakerId
      ? t('functions.minuteTaker')
      : '',
    person.isVisitor ? person.organisation : '',
    person.isUnconnected ? t('functions.unconnected') : '',
  ].filter(Boolean)
  return (
    <li className="awaited-row">
      <div className="awaited-line">
        <div className="grow">
          <b>{label}</b>
          <span className="who">{[person.name, ...notes].join(' · ')}</span>
        </div>
        <span className="there">
          <ModeWord kind={person.mode} />
          <span className="secondary soft">
            <Time at={person.since} />
          </span>
        </span>
      </div>
    </li>
  )
}
