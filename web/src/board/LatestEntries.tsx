import { Suspense, useState } from 'react'
import type { z } from 'zod'
import type { Entry } from '../../../src/journal/contract.ts'
import { canBeDone, mayFinish, mayRetract, mayWriteJournal } from '../../../src/journal/rules.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { api, send } from '../api.ts'
import { lazily } from '../frame/lazily.tsx'
import { useErrorText } from '../frame/Loaded.tsx'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { useActor } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { Time, useFormat } from '../ui/time.tsx'
import { useToast } from '../ui/Toast.tsx'

type EntryView = z.infer<typeof Entry>
const shownFirst = 6

const AssignDialog = lazily(
  () => import('../journal/AssignDialog.tsx'),
  file => file.AssignDialog,
)

/** Decisions, orders and notes, the latest first. */
export function LatestEntries({
  meeting,
  entries,
  mayWrite,
}: {
  meeting: Meeting
  entries: readonly EntryView[]
  mayWrite: boolean
}) {
  const t = useT('board')
  const [showsAll, setShowsAll] = useState(false)
  const latest = [...entries].sort(
    (a, b) => b.at.localeCompare(a.at) || b.enteredAt.localeCompare(a.enteredAt),
  )
  const shown = showsAll ? latest : latest.slice(0, shownFirst)
  return (
    <Panel
      title={t('entry.latest')}
      aside={
        latest.length > shownFirst ? (
          <Button size="small" variant="tertiary" onClick={() => setShowsAll(!showsAll)}>
            {showsAll ? t('entry.fewer') : t('entry.all', { count: latest.length })}
          </Button>
        ) : null
      }
    >
      {latest.length === 0 ? (
        <EmptyState title={t('entry.none')}>
          {mayWrite ? t('entry.noneText') : t('entry.noneReader')}
        </EmptyState>
      ) : null}
      <ul className="plain-list">
        {shown.map(entry => (
          <EntryItem key={entry.entryId} meeting={meeting} entry={entry} />
        ))}
      </ul>
    </Panel>
  )
}

function EntryItem({ meeting, entry }: { meeting: Meeting; entry: EntryView }) {
  const t = useT('board')
  const common = useT('common')
  const format = useFormat()
  const actor = useActor()
  const act = useEntryActs(meeting, entry)
  const [isAssigning, setAssigning] = useState(false)
  const isRetracted = entry.retractedAt !== null
  const isOrder = entry.kind === 'order'
  const maySettle =
    canBeDone(entry.kind) &&
    !entry.doneAt &&
    mayFinish(actor, { ...meeting, responsibleId: entry.responsibleId })
  const responsible =
    entry.responsibleId || !entry.responsibleName
      ? entry.responsibleName
      : t('entry.onlyText', { name: entry.responsibleName })
  const facts = [
    isOrder ? responsible || t('entry.nobody') : '',
    entry.dueAt ? t('entry.dueAt', { when: format.spoken(entry.dueAt) }) : '',
    entry.reason ? t('entry.reason', { text: entry.reason }) : '',
    entry.doneAt
      ? t(isOrder ? 'entry.done' : 'entry.over', { time: format.time(entry.doneAt) })
      : '',
    entry.retractedAt ? t('entry.isRetracted', { time: format.time(entry.retractedAt) }) : '',
    entry.replacedByLabel ? t('entry.replacedBy', { label: entry.replacedByLabel }) : '',
    entry.isAddedLater ? t('entry.addedLater', { moment: format.moment(entry.enteredAt) }) : '',
    t('entry.by', { name: entry.byName }),
  ].filter(Boolean)
  const text = <span className="entry-text">{entry.text}</span>
  return (
    <li className="line entry">
      <span className="entry-mark">
        <Time at={entry.at} />
        <br />
        <span className="secondary soft">{entry.label}</span>
      </span>
      <span className="grow">
        <span className="overline">{common(`entry.${entry.kind}`)}</span>
        <br />
        {isRetracted ? <s>{text}</s> : text}
        <br />
        <span className="secondary soft">{facts.join(' · ')}</span>
        {entry.corrections.map(({ at, text: was, reason }) => (
          <span key={at} className="secondary soft former">
            {t('entry.correctedAt', {
              time: format.time(at),
              text: reason ? `${was} – ${reason}` : was,
            })}
          </span>
        ))}
      </span>
      {isRetracted ? null : (
        <span className="row no-print">
          {maySettle ? (
            <Button size="small" onClick={() => act.submit('done')}>
              {t(isOrder ? 'entry.finish' : 'entry.finishFault')}
            </Button>
          ) : null}
          {isOrder && mayWriteJournal(actor, meeting) ? (
            <Button
              size="small"
              variant="tertiary"
              label={t('entry.fieldsOf', { label: entry.label })}
              onClick={() => setAssigning(true)}
            >
              {t('entry.fields')}
            </Button>
          ) : null}
          {mayRetract(actor, { ...meeting, byId: entry.byId }) ? (
            <Button size="small" variant="tertiary" onClick={() => act.submit('retract')}>
              {t('entry.retract')}
            </Button>
          ) : null}
        </span>
      )}
      <Suspense fallback={null}>
        {isAssigning ? (
          <AssignDialog
            order={entry}
            staffId={meeting.staffId}
            onClose={() => setAssigning(false)}
          />
        ) : null}
      </Suspense>
    </li>
  )
}

/** Marks an order as carried out or takes an entry back; both can be undone in place. */
function useEntryActs({ meetingId }: Meeting, { entryId, label }: EntryView) {
  const t = useT('board')
  const say = useToast()
  const errorText = useErrorText()
  const param = { entryId }
  const routes = api.api.entries[':entryId']
  return useSave({
    send: (act: 'done' | 'retract') =>
      act === 'done'
        ? send(routes.done.$post({ param, json: {} }))
        : send(routes.retract.$post({ param })),
    done: (_entry, act) => t(act === 'done' ? 'entry.finished' : 'entry.retracted', { label }),
    undo: {
      send: (_entry, act) => send(routes[act === 'done' ? 'reopen' : 'restore'].$post({ param })),
    },
    stale: [['meeting', meetingId, 'journal']],
    onRefused: error => say(errorText(error)),
  })
}
