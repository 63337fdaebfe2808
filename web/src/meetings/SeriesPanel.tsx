import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Meeting, MeetingSummary } from '../../../src/meetings/contract.ts'
import { isMovable, mayPlan } from '../../../src/meetings/rules.ts'
import { api, send } from '../api.ts'
import { useActor } from '../board/actor.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Badge } from '../ui/Panel.tsx'
import { Loaded } from '../ui/states.tsx'
import { useFormat } from '../ui/time.tsx'
import { OpenedPanel } from './OpenedPanel.tsx'
import { seriesQuery } from './series.ts'
import { useSpanWords, useStateTone } from './words.ts'

/** The instances of the series, each a meeting of its own. */
export function SeriesPanel({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const t = useT('planning')
  const meetings = useT('meetings')
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
    : meetings('acts.onlyPlan')
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
                {each.movedFrom ? (
                  <span className="secondary soft">{meetings('list.moved')}</span>
                ) : null}
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

/** Another cadence from here on: what follows is cancelled one by one, then the new series is planned from this meeting. */
function CadenceDialog({
  meeting,
  following,
  onClose,
}: {
  meeting: Meeting
  following: readonly MeetingSummary[]
  onClose: () => void
}) {
  const t = useT('planning')
  const format = useFormat()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [done, setDone] = useState(0)
  // the list shrinks while we cancel; what was asked about stays
  const [asked] = useState(following)
  const cancel = useMutation({
    mutationFn: async () => {
      for (const { meetingId } of asked.slice(done)) {
        await send(
          api.api.meetings[':meetingId'].cancel.$post({
            param: { meetingId },
            json: { reason: t('series.cadenceReason') },
          }),
        )
        setDone(count => count + 1)
      }
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['staff', meeting.staffId] })
      await navigate({ to: '/meetings/new', search: { like: meeting.meetingId } })
    },
  })
  const [first, last] = [asked[0], asked.at(-1)]
  return (
    <Dialog
      title={t('series.cadenceTitle')}
      closeLabel={t('cancel.keep')}
      onClose={onClose}
      onSubmit={() => {
        if (!cancel.isPending) cancel.mutate()
      }}
      actions={
        <Button
          type="submit"
          variant="danger"
          busy={cancel.isPending && t('series.progress', { done, count: asked.length })}
        >
          {t('series.confirm')}
        </Button>
      }
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
      {cancel.isError ? (
        <p role="alert" className="bad-text">
          {t('series.failed', { done, count: asked.length })}
        </p>
      ) : null}
    </Dialog>
  )
}
