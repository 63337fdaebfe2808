import { useMeetingTitle } from './name.ts'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import type { MeetingSummary } from '../../../src/meetings/contract/meeting.ts'
import { isRunning } from '../../../src/meetings/rules/states.ts'
import { ButtonLink } from '../frame/links.tsx'
import { useT } from '../i18n/i18n.ts'
import { few } from '../words/few.ts'
import { Button } from '../ui/Button.tsx'
import { Badge } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { ExerciseMark } from '../words/ExerciseBand.tsx'
import { Table, type Column } from '../ui/Table.tsx'
import { useFormat } from '../ui/time.tsx'
import { useMyReplyWords, usePlaceWords, useStateTone } from './words.ts'

/** A few cancelled dates are news; many, e.g. after another rhythm, hide those that take place. */
const foldedFrom = 3

type Props = {
  meetings: readonly MeetingSummary[]
  now: number
  mayPlan: boolean
  isFiltered: boolean
  filter: ReactNode
  earlier: { from: string; onShow: () => void }
}

/** Future meetings, the next one first, then past ones, the latest first. */
export function MeetingsTable({ meetings, now, mayPlan, isFiltered, filter, earlier }: Props) {
  const t = useT('meetings')
  const format = useFormat()
  const columns = useColumns()
  const isComing = (each: MeetingSummary) =>
    isRunning(each.state) || (each.state !== 'closed' && Date.parse(each.endsAt) > now)
  const [showsCancelled, setShowsCancelled] = useState(false)
  const cancelled = meetings.filter(each => isComing(each) && each.state === 'cancelled')
  const isFolded = cancelled.length >= foldedFrom
  const hidden = new Set(isFolded && !showsCancelled ? cancelled : [])
  const coming = meetings.filter(each => isComing(each) && !hidden.has(each))
  const rows = [...coming, ...meetings.filter(each => !isComing(each)).reverse()]
  return (
    <>
      <Table
        caption={t('list.caption')}
        columns={columns}
        rows={rows}
        rowKey={each => each.meetingId}
        block={each => t(isComing(each) ? 'list.coming' : 'list.past')}
        tone={each => (each.state === 'cancelled' ? 'muted' : undefined)}
        tools={
          isFolded ? (
            <>
              {filter}
              <Button
                size="small"
                variant="tertiary"
                onClick={() => setShowsCancelled(!showsCancelled)}
              >
                {t(showsCancelled ? 'list.hideCancelled' : 'list.showCancelled', {
                  count: cancelled.length,
                })}
              </Button>
            </>
          ) : (
            filter
          )
        }
        empty={
          isFiltered ? <EmptyState title={t('list.noneFound')} /> : <Nothing mayPlan={mayPlan} />
        }
      />
      {rows.length > 0 || isFiltered ? (
        <p className="list-foot no-print">
          <Button size="small" variant="tertiary" onClick={earlier.onShow}>
            {t('list.earlier', { date: format.date(earlier.from, 'short') })}
          </Button>
        </p>
      ) : null}
    </>
  )
}

function Nothing({ mayPlan }: { mayPlan: boolean }) {
  const t = useT('meetings')
  return (
    <EmptyState
      title={t('list.none')}
      action={
        mayPlan ? (
          <ButtonLink variant="primary" to="/meetings/new">
            {t('list.plan')}
          </ButtonLink>
        ) : null
      }
    >
      {t(mayPlan ? 'list.noneText' : 'list.noneReader')}
    </EmptyState>
  )
}

function useColumns(): readonly Column<MeetingSummary>[] {
  const t = useT('meetings')
  const common = useT('common')
  const format = useFormat()
  const tone = useStateTone()
  const titleOf = useMeetingTitle()
  const place = usePlaceWords()
  const reply = useMyReplyWords()
  const when = (each: MeetingSummary) =>
    `${format.date(each.startsAt, 'medium')}, ${format.range(each.startsAt, each.endsAt, each.startsAt)}`
  return [
    {
      id: 'when',
      header: t('list.when'),
      sortBy: each => each.startsAt,
      searchText: each =>
        `${when(each)} ${format.date(each.startsAt)} ${format.date(each.startsAt, 'short')}`,
      cell: each => <time dateTime={each.startsAt}>{when(each)}</time>,
    },
    {
      id: 'meeting',
      header: t('list.meeting'),
      sortBy: each => titleOf(each),
      searchText: each =>
        `${titleOf(each)} ${each.incidentTitle} ${each.seriesId ? t('list.inSeries') : ''}`,
      cell: each => (
        <span>
          <Link
            to="/meetings/$meetingId"
            params={{ meetingId: each.meetingId }}
            aria-label={`${titleOf(each)}, ${format.dateTime(each.startsAt, 'medium')}`}
          >
            <b>{titleOf(each)}</b>
          </Link>{' '}
          <ExerciseMark kind={each.kind} />
          <span className="secondary soft">
            {' '}
            {[
              each.incidentTitle,
              each.seriesId ? t('list.inSeries') : '',
              each.movedFrom ? t('list.moved') : '',
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
          {each.unfilled.length > 0 ? (
            <span className="secondary warn-text block">
              {t('list.unfilled', {
                functions: few(each.unfilled, count => common('andMore', { count })),
              })}
            </span>
          ) : null}
        </span>
      ),
    },
    {
      id: 'kind',
      header: t('list.kind'),
      sortBy: each => common(`kind.${each.kind}`),
      cell: each => common(`kind.${each.kind}`),
    },
    {
      id: 'state',
      header: t('list.state'),
      sortBy: each => common(`state.${each.state}`),
      cell: each => <Badge tone={tone(each.state)}>{common(`state.${each.state}`)}</Badge>,
    },
    { id: 'place', header: t('list.place'), sortBy: place, cell: place },
    {
      id: 'mine',
      header: t('list.mine'),
      sortBy: reply,
      cell: each => <span className={each.me?.reply ? undefined : 'soft'}>{reply(each)}</span>,
    },
  ]
}
