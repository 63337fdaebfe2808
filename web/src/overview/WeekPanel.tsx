import { useMeetingName, useMeetingTitle } from '../meetings/name.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Suspense, useEffect, useState } from 'react'
import type { z } from 'zod'
import { modes } from '../../../src/lib/modes.ts'
import type { MeetingSummary } from '../../../src/meetings/contract/meeting.ts'
import { isMovable, isOver, isRunning } from '../../../src/meetings/rules/states.ts'
import type { MyAttendance } from '../../../src/records/contract.ts'
import { myAttendanceQuery } from '../accounts/queries.ts'
import { lazily } from '../frame/lazily.tsx'
import { ButtonLink } from '../frame/links.tsx'
import { useT } from '../i18n/i18n.ts'
import { few } from '../words/few.ts'
import { useStaff } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { ExerciseMark } from '../words/ExerciseBand.tsx'
import { Badge, Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { Time, useFormat, ZoneProvider } from '../ui/time.tsx'
import { ModeSwatch } from '../words/Mode.tsx'

const ReplyDialog = lazily(
  () => import('../meetings/ReplyDialog.tsx'),
  file => file.ReplyDialog,
)

type Row = z.infer<typeof MeetingSummary>

/** The meetings from yesterday to a week ahead, with replies given and missing. */
export function WeekPanel({ meetings }: { meetings: readonly Row[] }) {
  const t = useT('overview')
  const { staffId } = useStaff()
  const [replying, setReplying] = useState<Row | null>(null)
  const wasThere = meetings.some(
    each => each.state === 'closed' && each.me && each.staffId === staffId,
  )
  useEffect(() => void ReplyDialog.preload(), [])
  // names the incident, because meetings of two incidents may have the same title
  const hasSeveral = new Set(meetings.map(each => each.incidentId)).size > 1
  const mine = useQuery({ ...myAttendanceQuery(staffId), enabled: wasThere }).data ?? []
  return (
    <Panel
      title={t('week.title')}
      aside={
        <ButtonLink size="small" variant="tertiary" to="/meetings">
          {t('week.all')}
        </ButtonLink>
      }
    >
      {meetings.length === 0 ? (
        <EmptyState title={t('week.none')}>{t('week.noneText')}</EmptyState>
      ) : null}
      <ul className="plain-list">
        {meetings.map(meeting => (
          <li key={meeting.meetingId} className="line week-row">
            <ZoneProvider zone={meeting.zone}>
              <Day meeting={meeting} showsIncident={hasSeveral} />
              <Mine
                meeting={meeting}
                was={mine.find(each => each.meetingId === meeting.meetingId)}
                onReply={() => setReplying(meeting)}
              />
            </ZoneProvider>
          </li>
        ))}
      </ul>
      {replying ? (
        <ZoneProvider zone={replying.zone}>
          <Suspense>
            <ReplyDialog meeting={replying} onClose={() => setReplying(null)} />
          </Suspense>
        </ZoneProvider>
      ) : null}
    </Panel>
  )
}

function Day({ meeting, showsIncident }: { meeting: Row; showsIncident: boolean }) {
  const t = useT('overview')
  const common = useT('common')
  const format = useFormat()
  const titleOf = useMeetingTitle()
  const isCancelled = meeting.state === 'cancelled'
  const isSameDay = (at: string) => format.date(at) === format.date(meeting.startsAt)
  const movedFrom = (at: string) =>
    isSameDay(at) ? format.time(at, at) : format.date(at, 'medium')
  const title = (
    <Link to="/meetings/$meetingId" params={{ meetingId: meeting.meetingId }} className="plain">
      <b>{titleOf(meeting)}</b>
    </Link>
  )
  return (
    <>
      <span className="day">
        <Time at={meeting.startsAt} as="spoken" />
      </span>
      <span className="grow">
        {showsIncident ? (
          <span className="secondary soft block">{meeting.incidentTitle}</span>
        ) : null}
        {isCancelled ? <s>{title}</s> : title}{' '}
        {isCancelled || isRunning(meeting.state) ? (
          <Badge tone={isCancelled ? 'bad' : 'ok'}>{common(`state.${meeting.state}`)}</Badge>
        ) : null}{' '}
        <ExerciseMark kind={meeting.kind} />{' '}
        {meeting.movedFrom && isMovable(meeting.state) ? (
          <Badge>{t('movedFrom', { when: movedFrom(meeting.movedFrom) })}</Badge>
        ) : null}{' '}
        {meeting.unfilled.length > 0 ? (
          <Badge tone="warn">
            {t('unfilled', {
              functions: few(meeting.unfilled, count => common('andMore', { count })),
            })}
          </Badge>
        ) : null}
      </span>
    </>
  )
}

function Mine({
  meeting,
  was,
  onReply,
}: {
  meeting: Row
  was: MyAttendance[number] | undefined
  onReply: () => void
}) {
  const nameOf = useMeetingName()
  const t = useT('overview')
  const common = useT('common')
  const format = useFormat()
  const { me } = meeting
  if (!me) return <span className="mine secondary soft">{t('week.notInvited')}</span>
  if (meeting.state === 'cancelled') return <span className="mine" />
  if (meeting.state === 'closed') {
    if (!was) return <span className="mine" />
    const mode = modes.toSorted((a, b) => was.seconds[b] - was.seconds[a])[0]
    if (was.totalS === 0 || !mode)
      return <span className="mine secondary">{common(`status.${was.status}`)}</span>
    return (
      <span className="mine">
        <ModeSwatch kind={mode} />
        {t('week.was', {
          mode: common(`mode.${mode}`),
          duration: format.duration(was.totalS * 1000),
        })}
      </span>
    )
  }
  const { reply } = me
  if (!reply) {
    return (
      <span className="mine">
        <Button
          size="small"
          label={t('week.replyFor', { title: nameOf(meeting) })}
          onClick={onReply}
        >
          {t('week.reply')}
        </Button>
      </span>
    )
  }
  return (
    <span className="mine">
      {reply.mode ? <ModeSwatch kind={reply.mode} /> : null}
      {reply.mode
        ? common('plan.accepted', { mode: common(`mode.${reply.mode}`) })
        : common('plan.unable')}{' '}
      {isOver(meeting.state) ? null : (
        <Button
          size="small"
          variant="tertiary"
          label={t(reply.isToConfirm ? 'week.confirmFor' : 'week.changeFor', {
            title: nameOf(meeting),
          })}
          onClick={onReply}
        >
          {reply.isToConfirm ? t('week.confirm') : common('action.edit')}
        </Button>
      )}
    </span>
  )
}
