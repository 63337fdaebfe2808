import { useMeetingName } from '../meetings/name.ts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { deskRefusal, doorOpensBeforeMs } from '../../../src/attendance/rules/desk.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { api, ApiError, send } from '../api.ts'
import { FormProblem } from '../frame/FormProblem.tsx'
import { ButtonLink } from '../frame/links.tsx'
import { Loaded } from '../frame/Loaded.tsx'
import { Shell } from '../frame/Shell.tsx'
import { useT } from '../i18n/i18n.ts'
import { useLive } from '../live.ts'
import { useMeeting } from '../meetings/MeetingFrame.tsx'
import { useSession } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { useFormat, useNow } from '../ui/time.tsx'
import { attendanceQuery } from '../meetings/queries.ts'
import './desk.css'

/**
 * The page the code at the door opens on a signed-in person's own phone: *Ich bin da*, and later
 * *Ich gehe wieder*.
 */
export function HerePage() {
  const t = useT('attendance')
  const common = useT('common')
  const { me } = useSession()
  const meeting = useMeeting()
  const { meetingId } = meeting
  useLive([`meeting:${meetingId}:attendance`])
  return (
    <Shell right={<span className="keep">{me.name}</span>}>
      <title>{`${t('here.title')} · ${common('product')}`}</title>
      <div className="centred one here">
        <Panel isRoomy>
          <About meeting={meeting} />
          <Confirm meeting={meeting} />
          <p>
            <ButtonLink variant="tertiary" to="/meetings/$meetingId" params={{ meetingId }}>
              {t('here.toMeeting')}
            </ButtonLink>
          </p>
        </Panel>
      </div>
    </Shell>
  )
}

function About({ meeting }: { meeting: Meeting }) {
  const nameOf = useMeetingName()
  const format = useFormat()
  const nowMs = useNow(60_000)
  return (
    <div>
      <p className="overline">{meeting.incidentTitle}</p>
      <h1>{nameOf(meeting)}</h1>
      <p>{[format.spoken(meeting.startsAt, nowMs), meeting.place].filter(Boolean).join(' · ')}</p>
    </div>
  )
}

function Confirm({ meeting }: { meeting: Meeting }) {
  const t = useT('attendance')
  const format = useFormat()
  const nowMs = useNow(10_000)
  const queries = useQueryClient()
  const { hash: code } = useLocation()
  const { meetingId, me } = meeting
  const param = { meetingId }
  const view = useQuery(attendanceQuery(meetingId))
  const onSuccess = () =>
    queries.invalidateQueries({ queryKey: ['meeting', meetingId, 'attendance'] })
  const come = useMutation({
    mutationFn: () =>
      send(api.api.meetings[':meetingId']['check-in'].self.$post({ param, json: { code } })),
    onSuccess: () => {
      leave.reset()
      return onSuccess()
    },
  })
  const leave = useMutation({
    mutationFn: () => send(api.api.meetings[':meetingId']['check-out'].self.$post({ param })),
    onSuccess: () => {
      come.reset()
      return onSuccess()
    },
  })
  if (!me) return <Said title={t('here.notInvited')}>{t('here.atDesk')}</Said>
  const refusal = deskRefusal(meeting, new Date(nowMs))
  if (refusal) {
    const from = format.spoken(Date.parse(meeting.startsAt) - doorOpensBeforeMs, nowMs)
    return <Said title={t(`here.${refusal}`, { from })} />
  }
  return (
    <Loaded query={view} what={t('here.title')}>
      {({ rows }) => {
        const now = rows.find(row => row.attendeeId === me.attendeeId)?.now
        if (now?.mode === 'onSite') {
          return (
            <>
              <div role="status">
                <p className="here-done">{t(come.isSuccess ? 'here.done' : 'here.already')}</p>
                <p>{t('here.doneAt', { time: format.time(now.since) })}</p>
              </div>
              <Button
                size="big"
                isBlock
                busy={leave.isPending && t('here.sending')}
                onClick={() => leave.mutate()}
              >
                {t('here.leave')}
              </Button>
              <FormProblem error={leave.error} />
            </>
          )
        }
        if (leave.isSuccess) return <Said title={t('here.left')}>{t('here.again')}</Said>
        if (code === '') return <Said title={t('here.missing')}>{t('here.scan')}</Said>
        if (isStale(come.error)) return <Said title={t('here.stale')}>{t('here.staleText')}</Said>
        return (
          <>
            <p className="soft">{t('here.notice')}</p>
            <Button
              size="big"
              variant="primary"
              isBlock
              busy={come.isPending && t('here.sending')}
              onClick={() => come.mutate()}
            >
              {t('here.confirm')}
            </Button>
            <FormProblem error={come.error} />
          </>
        )
      }}
    </Loaded>
  )
}

function Said({ title, children }: { title: string; children?: string }) {
  return (
    <div role="status" className="here-said">
      <EmptyState title={title}>{children}</EmptyState>
    </div>
  )
}

/** The code has expired or was mistyped. */
function isStale(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'invalid'
}
