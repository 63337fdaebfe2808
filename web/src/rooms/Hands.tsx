import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { AttendeeId, MeetingId } from '../../../src/lib/ids.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { isRunning, mayActForOthers } from '../../../src/meetings/rules/states.ts'
import { api, send } from '../api.ts'
import { useErrorText } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { useActor } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { Elapsed } from '../ui/time.tsx'
import { useToast } from '../ui/Toast.tsx'
import { roomQuery } from './queries.ts'

/** Wortmeldungen in the order in which they came; lead and KGS can lower them. */
export function Hands({ meeting }: { meeting: Meeting }) {
  const t = useT('rooms')
  const actor = useActor()
  const hands = useQuery(roomQuery(meeting.meetingId)).data?.hands ?? []
  const hand = useHand(meeting.meetingId)
  const mayLower = (attendeeId: AttendeeId) =>
    attendeeId === meeting.me?.attendeeId || mayActForOthers(actor, meeting)
  return (
    <section className="of-hands">
      <h2 className="overline">{t('hand.title')}</h2>
      <ol className="plain-list" aria-live="polite">
        {hands.map((each, i) => (
          <li key={each.attendeeId} className="side-line">
            <b>{i + 1}</b>
            <span className="grow">
              {each.name}
              <br />
              <small className="soft">{each.functions.join(', ')}</small>
            </span>
            <small className="nowrap" aria-hidden="true">
              <Elapsed sinceMs={Date.parse(each.raisedAt)} />
            </small>
            {mayLower(each.attendeeId) ? (
              <Button
                size="small"
                variant="tertiary"
                label={t('hand.lowerOf', { name: each.name })}
                onClick={() => hand.lower(each.attendeeId)}
              >
                {t('hand.lower')}
              </Button>
            ) : null}
          </li>
        ))}
      </ol>
      {hands.length === 0 ? <p className="soft">{t('hand.none')}</p> : null}
    </section>
  )
}

/** Raises and lowers the person's own hand; lead and KGS can lower those of others. */
export function useHand(meetingId: MeetingId) {
  const say = useToast()
  const errorText = useErrorText()
  const queries = useQueryClient()
  const change = useMutation({
    mutationFn: ({ isUp, attendeeId }: { isUp: boolean; attendeeId: AttendeeId | null }) => {
      const param = { meetingId }
      const routes = api.api.meetings[':meetingId'].hand
      return isUp
        ? send(routes.$put({ param }))
        : send(routes.lower.$post({ param, json: { attendeeId } }))
    },
    onSuccess: () => queries.invalidateQueries(roomQuery(meetingId)),
    onError: error => say(errorText(error)),
  })
  return {
    raise: () => change.mutate({ isUp: true, attendeeId: null }),
    lower: (attendeeId: AttendeeId | null) => change.mutate({ isUp: false, attendeeId }),
  }
}

/** Whether the person's hand is up, and why it cannot be raised. */
export function useOwnHand(meeting: Meeting): {
  isUp: boolean
  disabledReason: string | null
  toggle: () => void
} {
  const t = useT('rooms')
  const hand = useHand(meeting.meetingId)
  const hands = useQuery(roomQuery(meeting.meetingId)).data?.hands ?? []
  const isUp = hands.some(each => each.attendeeId === meeting.me?.attendeeId)
  const disabledReason = isRunning(meeting.state) ? null : t('hand.notOpen')
  return {
    isUp,
    disabledReason,
    toggle: () => (isUp ? hand.lower(null) : disabledReason ? undefined : hand.raise()),
  }
}
