import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Meeting, MeetingSummary } from '../../../src/meetings/contract/meeting.ts'
import { isMovable, mayPlan } from '../../../src/meetings/rules/states.ts'
import { api, send } from '../api.ts'
import { FormDialog } from '../frame/FormDialog.tsx'
import { Loaded } from '../frame/Loaded.tsx'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { useActor } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { Badge } from '../ui/Panel.tsx'
import { useFormat } from '../ui/time.tsx'
import { OpenedPanel } from './OpenedPanel.tsx'
import { seriesQuery } from './series.ts'
import { useSpanWords, useStateTone } from './words.ts'

/** The meetings of the series. */
export function SeriesPanel({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const t = useT('meetings')
  const common = useT('common')
  const actor = useActor()
  const tone = useStateTone()
  const span = useSpanWords()
  const query = useQuery(seriesQuery(meeting))
  const [isAsking, setAsking] = useState(false)
  const following = (query.data ?? []).filter(
    each => isMovable(each.state) && each.startsAt >= meeting.startsAt,
  )
  const refusal = mayPlan(actor, meeting)
    ? following.length === 0
      ? t('series.cadenceNone')
      : null
    : t('acts.onlyPlan')
  return (
    <OpenedPanel title={t('series.title')} onClose={onClose}>
      <Loaded query={query} what={t('series.title')}>
        {instances => (
          <ol className="plain-list series-list">
            {instances.map(each => (
              <li key={each.meetingId} className="line">
                <span className="grow">
                  {each.meetingId === meeting.meetingId ? (
                    <b>
                      {span(each)} · {each.title} ({t('series.this')})
                    </b>
                  ) : (
                    <Link to="/meetings/$meetingId" params={{ meetingId: each.meetingId }}>
                      {span(each)} · {each.title}
                    </Link>
                  )}
                </span>
                {each.movedFrom ? <span className="secondary soft">{t('list.moved')}</span> : null}
                <Badge tone={tone(each.state)}>{common(`state.${each.state}`)}</Badge>
              </li>
            ))}
          </ol>
        )}
      </Loaded>
      <div className="series-foot">
        <p className="secondary soft">{t('series.text')}</p>
        <Button size="small" disabledReason={refusal} onClick={() => setAsking(true)}>
          {t('series.cadence')}
        </Button>
      </div>
      {isAsking ? (
        <CadenceDialog meeting={meeting} following={following} onClose={() => setAsking(false)} />
      ) : null}
    </OpenedPanel>
  )
}

/**
 * Changes the cadence from this meeting on: cancels the following meetings one by one, then opens
 * the form for a new series.
 */
function CadenceDialog({
  meeting,
  following,
  onClose,
}: {
  meeting: Meeting
  following: readonly MeetingSummary[]
  onClose: () => void
}) {
  const t = useT('meetings')
  const format = useFormat()
  const navigate = useNavigate()
  const [done, setDone] = useState(0)
  // the meetings when the dialog opened; the list gets shorter while they are cancelled
  const [asked] = useState(following)
  const save = useSave({
    send: async (all: readonly MeetingSummary[]) => {
      for (const { meetingId } of all.slice(done)) {
        await send(
          api.api.meetings[':meetingId'].cancel.$post({
            param: { meetingId },
            json: { reason: t('series.cadenceReason') },
          }),
        )
        setDone(count => count + 1)
      }
    },
    done: null,
    stale: [['staff', meeting.staffId]],
    onSaved: () => void navigate({ to: '/meetings/new', search: { like: meeting.meetingId } }),
  })
  const [first, last] = [asked[0], asked.at(-1)]
  return (
    <FormDialog
      title={t('series.cadenceTitle')}
      save={save}
      value={asked}
      entered={null}
      main={{
        label: t('series.confirm'),
        busy: t('series.progress', { done, count: asked.length }),
        variant: 'danger',
      }}
      closeLabel={t('cancel.keep')}
      onClose={onClose}
    >
      <p>
        {t('series.cadenceText', {
          count: asked.length,
          from: first ? format.date(first.startsAt) : '',
          until: last ? format.date(last.startsAt) : '',
        })}
      </p>
      <p>{t('series.cadenceWho')}</p>
      <p>
        <b>{t('cancel.final')}</b>
      </p>
      {save.error ? (
        <p role="alert" className="bad-text">
          {t('series.failed', { done, count: asked.length })}
        </p>
      ) : null}
    </FormDialog>
  )
}
