import { useMeetingTitle } from '../meetings/name.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { dialsIn } from '../../../src/lib/modes.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import {
  isAnotherDay,
  isMovable,
  isOver,
  isRunning,
  joinRefusal,
  mayLead,
} from '../../../src/meetings/rules/states.ts'
import { ButtonLink } from '../frame/links.tsx'
import { useT } from '../i18n/i18n.ts'
import { useHere } from '../meetings/here.ts'
import { useAct } from '../meetings/acts.ts'
import { JoinButton } from '../meetings/JoinButton.tsx'
import { OpenButton } from '../meetings/OpenButton.tsx'
import { overlapsOfMine, useMyReply } from '../meetings/myReply.ts'
import { ReplyForm } from '../meetings/ReplyForm.tsx'
import { PhoneAccess } from '../replies/PhoneAccess.tsx'
import { deputiesQuery } from '../replies/queries.ts'
import { useActor, useSession } from '../session.tsx'
import { classes } from '../ui/classes.ts'
import { ExerciseBand } from '../words/ExerciseBand.tsx'
import { Badge, Panel } from '../ui/Panel.tsx'
import { useFormat, useNow } from '../ui/time.tsx'
import { inSentence, momentOf } from './moments.ts'
import { useMomentWords } from './words.ts'

const tickMs = 5_000

/**
 * The next meeting, largest on the page: when, where, time until it begins, own reply, and the way
 * in.
 */
export function NextMeeting({ meeting }: { meeting: Meeting }) {
  const t = useT('overview')
  const common = useT('common')
  const format = useFormat()
  const { video } = useSession()
  const nowMs = useNow(tickMs)
  const here = useHere(meeting)
  const refusal = joinRefusal(meeting, { isInvited: meeting.me !== null, now: new Date(nowMs) })
  const isVideoDown = refusal === null && video.state !== 'ready'
  // without video the phone is offered, whatever was promised
  const isPhone = dialsIn(meeting.me?.reply?.mode) || (isVideoDown && meeting.dialInNumber !== '')
  const isOpen = refusal === null
  const isLate =
    mayLead(useActor(), meeting) &&
    meeting.state === 'convened' &&
    momentOf(meeting, nowMs).kind === 'late'
  return (
    <Panel isRoomy>
      <div className={classes('next', (isOpen || isLate) && 'is-open')}>
        <Head meeting={meeting} nowMs={nowMs} />
        <div className="ways-in">
          {isLate ? <OpenNow meeting={meeting} nowMs={nowMs} /> : null}
          {here ? (
            <p>
              <b>
                {t('next.here', {
                  mode: common(`mode.${here.mode}`),
                  time: format.time(here.since),
                })}
              </b>
            </p>
          ) : null}
          {meeting.me && here?.mode !== 'onSite' ? (
            <JoinButton meeting={meeting} isMain={!isPhone && !isLate} size="big" />
          ) : null}
          {isPhone ? (
            <PhoneAccess number={meeting.dialInNumber} code={meeting.dialInCode} isNow={isOpen} />
          ) : null}
        </div>
        {meeting.me && here ? (
          <div className="promise">
            <Links meeting={meeting} />
          </div>
        ) : meeting.me && !isOver(meeting.state) ? (
          <MyPromise meeting={meeting} />
        ) : (
          <div className="promise">
            <p className="soft">{t('next.notInvited')}</p>
            <ButtonLink
              to="/meetings/$meetingId"
              params={{ meetingId: meeting.meetingId }}
              className="outdented"
              variant="tertiary"
            >
              {t(isRunning(meeting.state) ? 'next.toBoard' : 'next.toMeeting')}
            </ButtonLink>
          </div>
        )}
      </div>
    </Panel>
  )
}

/** What a meeting needs whose beginning has passed, for those who may open it. */
function OpenNow({ meeting, nowMs }: { meeting: Meeting; nowMs: number }) {
  const t = useT('overview')
  const act = useAct(meeting)
  const times = { startsAt: new Date(meeting.startsAt), endsAt: new Date(meeting.endsAt) }
  return (
    <>
      {/* on another day the meeting's page asks whether that is meant */}
      {isAnotherDay(times, new Date(nowMs), meeting.zone) ? null : (
        <OpenButton meeting={meeting} act={act} isMain size="big" />
      )}
      <ButtonLink to="/meetings/$meetingId" params={{ meetingId: meeting.meetingId }}>
        {t('next.moveOrCancel')}
      </ButtonLink>
    </>
  )
}

function Links({ meeting }: { meeting: Meeting }) {
  const t = useT('overview')
  return (
    <>
      <ButtonLink
        variant="tertiary"
        to="/meetings/$meetingId"
        params={{ meetingId: meeting.meetingId }}
      >
        {t(isRunning(meeting.state) ? 'next.toBoard' : 'next.toMeeting')}
      </ButtonLink>
      <ButtonLink variant="tertiary" to="/account">
        {t('next.calendar')}
      </ButtonLink>
    </>
  )
}

function Head({ meeting, nowMs }: { meeting: Meeting; nowMs: number }) {
  const t = useT('overview')
  const common = useT('common')
  const format = useFormat()
  const { me } = useSession()
  const moment = momentOf(meeting, nowMs)
  const words = useMomentWords()
  const titleOf = useMeetingTitle()
  const staffName =
    me.staffs.length > 1
      ? me.staffs.find(each => each.staffId === meeting.staffId)?.name
      : undefined
  const when = inSentence(format.spoken(meeting.startsAt, nowMs), t('next.at'))
  const place = [meeting.place, meeting.hasVirtualRoom ? common('mode.video') : '']
    .filter(Boolean)
    .join(t('next.and'))
  const minutes = Math.round((Date.parse(meeting.endsAt) - Date.parse(meeting.startsAt)) / 60_000)
  const isGoing = moment.kind === 'running' || moment.kind === 'paused'
  return (
    <div className="head">
      <ExerciseBand kind={meeting.kind} />
      <p className="overline">
        {[
          t(isGoing ? 'next.now' : 'next.next'),
          meeting.ownTitle && meeting.number
            ? common('meetingNumber', { number: meeting.number })
            : '',
          meeting.incidentTitle,
          staffName ?? '',
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <h1 className="one-subject">
        <Link to="/meetings/$meetingId" params={{ meetingId: meeting.meetingId }} className="plain">
          {isGoing
            ? t(`next.title.${moment.kind === 'paused' ? 'paused' : 'running'}`, {
                title: titleOf(meeting),
              })
            : t('next.title.before', { title: titleOf(meeting), when })}
        </Link>
      </h1>
      <p>
        <b className={moment.kind === 'late' ? 'warn-text' : undefined}>{words(moment)}</b>
        {' · '}
        <time dateTime={meeting.startsAt}>{format.date(meeting.startsAt)}</time>
        {place ? ` · ${place}` : ''}
        {` · ${t('next.about', { count: minutes })}`}
      </p>
      <Badges meeting={meeting} />
      {meeting.me?.deputyForName ? (
        <p>{t('next.deputyFor', { name: meeting.me.deputyForName })}</p>
      ) : null}
    </div>
  )
}

function Badges({ meeting }: { meeting: Meeting }) {
  const t = useT('overview')
  const format = useFormat()
  if (meeting.state !== 'planned' && !(meeting.movedFrom && isMovable(meeting.state))) return null
  return (
    <p className="row wrap">
      {meeting.state === 'planned' ? <Badge>{t('next.notConvened')}</Badge> : null}
      {meeting.movedFrom && isMovable(meeting.state) ? (
        <Badge tone="warn">{t('movedFrom', { when: format.spoken(meeting.movedFrom) })}</Badge>
      ) : null}
    </p>
  )
}

function MyPromise({ meeting }: { meeting: Meeting }) {
  const t = useT('overview')
  const deputies = useQuery(deputiesQuery(meeting.meetingId))
  const replying = useMyReply(meeting.meetingId)
  return (
    <div className="promise">
      <ReplyForm
        meeting={meeting}
        reply={meeting.me?.reply ?? null}
        formerReply={meeting.me?.formerReply ?? null}
        overlaps={overlapsOfMine(meeting)}
        deputies={deputies}
        replying={replying}
        aside={<Links meeting={meeting} />}
      />
      {meeting.seriesId && meeting.me ? (
        <p>
          <Link to="/meetings/$meetingId/answers" params={{ meetingId: meeting.meetingId }}>
            {t('next.allDates')}
          </Link>
        </p>
      ) : null}
    </div>
  )
}
