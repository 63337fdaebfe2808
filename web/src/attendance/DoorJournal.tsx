import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { DoorEntry } from '../../../src/attendance/contract.ts'
import { doorOpensAtMs, timeLimits } from '../../../src/attendance/rules/desk.ts'
import { doorModes } from '../../../src/lib/modes.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { api, send } from '../api.ts'
import { InlineForm } from '../frame/InlineForm.tsx'
import { Loaded } from '../frame/Loaded.tsx'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { useFormat } from '../ui/time.tsx'
import { deeds, isOpen, type Deed, type Entry } from './entries.ts'
import { momentWithin } from './entryTime.ts'
import { EntryWords } from './LastEntries.tsx'
import { doorJournalQuery } from './queries.ts'
import { serverNow } from '../ui/clock.ts'

const shownAtFirst = 8

/**
 * Everything entered at this door, on whichever device, newest first. Each entry can be taken back
 * or given its true time.
 */
export function DoorJournal({
  meeting,
  entries,
  onUndo,
}: {
  meeting: Meeting
  /** of this device; those that the server has are shown from its list */
  entries: readonly Entry[]
  onUndo: (id: string) => void
}) {
  const t = useT('attendance')
  const journal = useQuery(doorJournalQuery(meeting.meetingId))
  const [showsAll, setShowsAll] = useState(false)
  const [opened, setOpened] = useState<string | null>(null)
  const own = entries.filter(each => isOpen(each) || each.state === 'refused').reverse()
  return (
    <section className="desk-last" aria-labelledby="desk-last">
      <h2 id="desk-last">{t('desk.last')}</h2>
      {own.length > 0 ? (
        <ul className="plain-list">
          {own.map(entry => (
            <li key={entry.id}>
              <EntryWords entry={entry} onUndo={onUndo} />
            </li>
          ))}
        </ul>
      ) : null}
      <Loaded query={journal} what={t('desk.last')}>
        {({ entries: all }) => (
          <>
            {all.length === 0 && own.length === 0 ? (
              <p className="secondary soft">{t('desk.lastNone')}</p>
            ) : null}
            <ul className="plain-list">
              {all.slice(0, showsAll ? undefined : shownAtFirst).map(entry => (
                <JournalLine
                  key={entry.enteredAt + entry.attendeeId + entry.mode + entry.edge}
                  meeting={meeting}
                  entry={entry}
                  all={all}
                  isOpened={opened === entry.signalId}
                  onOpen={isOpened => setOpened(isOpened ? entry.signalId : null)}
                />
              ))}
            </ul>
            {all.length > shownAtFirst && !showsAll ? (
              <Button size="small" variant="tertiary" onClick={() => setShowsAll(true)}>
                {t('desk.showAll', { count: all.length })}
              </Button>
            ) : null}
          </>
        )}
      </Loaded>
      <p className="secondary soft">{t('desk.offlineWorks')}</p>
    </section>
  )
}

type LineProps = {
  meeting: Meeting
  entry: DoorEntry
  all: readonly DoorEntry[]
  isOpened: boolean
  onOpen: (isOpened: boolean) => void
}

function JournalLine({ meeting, entry, all, isOpened, onOpen }: LineProps) {
  const t = useT('attendance')
  const format = useFormat()
  const what = useDeedWords()(entry)
  const { corrected, isTakenBack } = entry
  const isLate = format.time(entry.enteredAt) !== format.time(entry.at)
  return (
    <li>
      <div className="journal-line">
        {isTakenBack ? (
          <s className="grow">
            {what} {format.time(entry.at)}
          </s>
        ) : (
          <span className="grow">
            {what} <b className="nowrap">{format.time(entry.at)}</b>
          </span>
        )}
        {isTakenBack ? null : (
          <Button
            size="small"
            variant="tertiary"
            label={t('desk.correctFor', { what, time: format.time(entry.at) })}
            isPressed={isOpened}
            onClick={() => onOpen(!isOpened)}
          >
            {t('desk.correct')}
          </Button>
        )}
      </div>
      <div className="secondary soft">
        {[
          isTakenBack && corrected
            ? t('desk.takenBackBy', {
                name: corrected.byName ?? '–',
                time: format.time(corrected.at),
              })
            : corrected
              ? t('desk.retimedBy', {
                  name: corrected.byName ?? '–',
                  former: format.time(corrected.former),
                })
              : null,
          isLate && !corrected ? t('desk.enteredAt', { time: format.time(entry.enteredAt) }) : null,
          t(`desk.via.${entry.source === 'mediaServer' ? 'desk' : entry.source}`, {
            name: entry.byName ?? '–',
          }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </div>
      {isOpened && !isTakenBack ? (
        <Correction meeting={meeting} entry={entry} all={all} onDone={() => onOpen(false)} />
      ) : null}
    </li>
  )
}

function Correction({
  meeting,
  entry,
  all,
  onDone,
}: Pick<LineProps, 'meeting' | 'entry' | 'all'> & { onDone: () => void }) {
  const t = useT('attendance')
  const wordsOf = useDeedWords()
  const [isRetiming, setRetiming] = useState(false)
  const checkIn = api.api.meetings[':meetingId']['check-in']
  const param = { meetingId: meeting.meetingId }
  const stale = [['meeting', meeting.meetingId]]
  const undo = useSave({
    send: (json: { signalId: string }) => send(checkIn.undo.$post({ param, json })),
    done: () => t('desk.takenBack', { what: wordsOf(entry) }),
    stale,
    onSaved: onDone,
    says: { conflict: t('desk.overtaken') },
  })
  if (isRetiming)
    return <Retiming meeting={meeting} entry={entry} all={all} stale={stale} onDone={onDone} />
  return (
    <InlineForm
      save={undo}
      value={{ signalId: entry.signalId }}
      className="journal-correction"
      main={{
        variant: 'secondary',
        size: 'tall',
        label: t('desk.mistake'),
        busy: t('desk.undoing'),
      }}
    >
      <Button size="tall" onClick={() => setRetiming(true)}>
        {t('desk.retime')}
      </Button>
    </InlineForm>
  )
}

function Retiming({
  meeting,
  entry,
  all,
  stale,
  onDone,
}: Pick<LineProps, 'meeting' | 'entry' | 'all'> & { stale: string[][]; onDone: () => void }) {
  const t = useT('attendance')
  const format = useFormat()
  const [time, setTime] = useState(format.time(entry.at, entry.at))
  const limits = timeLimits(timeOf(entry), {
    entries: all.filter(each => !each.isTakenBack).map(timeOf),
    opensAtMs: doorOpensAtMs(meeting),
    nowMs: serverNow(),
  })
  const at = momentWithin(time, {
    besideMs: Date.parse(entry.at),
    ...limits,
    zone: format.zone,
  })
  const save = useSave({
    send: (json: { signalId: string; at: string }) =>
      send(
        api.api.meetings[':meetingId']['check-in'].retime.$post({
          param: { meetingId: meeting.meetingId },
          json,
        }),
      ),
    done: () => t('desk.retimed', { name: entry.name, time }),
    stale,
    onSaved: onDone,
    says: { conflict: t('desk.overtaken') },
  })
  const isWrong = (save.wasTried && at === null) || save.problem('at') !== undefined
  return (
    <InlineForm
      save={save}
      value={at && { signalId: entry.signalId, at: at.toISOString() }}
      className="journal-correction"
      onCancel={onDone}
    >
      <Field
        label={t('desk.trueTime')}
        error={
          isWrong
            ? t('desk.timeBetween', {
                from: format.time(limits.fromMs),
                until: format.time(limits.untilMs),
              })
            : null
        }
      >
        {control => (
          <input
            {...control}
            type="time"
            className="kern-form-input__input"
            value={time}
            onChange={event => setTime(event.target.value)}
            autoFocus
          />
        )}
      </Field>
    </InlineForm>
  )
}

const timeOf = ({ signalId, attendeeId, mode, at }: DoorEntry) => ({
  id: signalId,
  attendeeId,
  mode,
  atMs: Date.parse(at),
})

function useDeedWords(): (entry: DoorEntry) => string {
  const t = useT('attendance')
  const common = useT('common')
  return entry => {
    const { name, mode } = entry
    const deed = deedOf(entry)
    return deed
      ? t(`desk.did.${deed}`, { name })
      : t('desk.did.reported', { name, mode: common(`mode.${mode}`) })
  }
}

/** Null: reported in a mode that nobody enters at the door. */
function deedOf({ mode, edge, isVisitor }: DoorEntry): Deed | null {
  const known = doorModes.find(each => each === mode)
  if (!known) return null
  return isVisitor && edge === 'in' && known === 'onSite' ? 'visitorCame' : deeds[known][edge]
}
