import { useLocation } from '@tanstack/react-router'
import { Suspense, useEffect, useState } from 'react'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import {
  dateQuestion,
  isMovable,
  isOver,
  isRunning,
  joinOpensBeforeMs,
  mayActForOthers,
  mayLead,
  mayPlan,
} from '../../../src/meetings/rules/states.ts'
import { lazily } from '../frame/lazily.tsx'
import { ButtonLink } from '../frame/links.tsx'
import { LiveStamp } from '../frame/LiveStamp.tsx'
import { useT } from '../i18n/i18n.ts'
import { useActor } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { useIsPhone } from '../ui/narrow.ts'
import { useNow } from '../ui/time.tsx'
import { useAct, type Act } from './acts.ts'
import { isPastHalf } from './duration.ts'
import { JoinButton } from './JoinButton.tsx'
import { MoreMenu, type MoreItem } from './MoreMenu.tsx'
import { OpenButton } from './OpenButton.tsx'
import type { Opened } from './opened.ts'

// loaded later, because most visits never open these; people who may close load that dialog in
// advance
const CloseDialog = lazily(
  () => import('./CloseDialog.tsx'),
  file => file.CloseDialog,
)
const CancelDialog = lazily(
  () => import('./CancelDialog.tsx'),
  file => file.CancelDialog,
)
const ConveneMeantDialog = lazily(
  () => import('./ConveneMeantDialog.tsx'),
  file => file.ConveneMeantDialog,
)

type Asking = 'close' | 'cancel' | 'conveneMeant'

/**
 * The action this person most likely needs now is the filled button; the next likely ones are
 * beside it, others under *Mehr*.
 */
export function MeetingActions({
  meeting,
  onOpen,
}: {
  meeting: Meeting
  onOpen: (what: Opened) => void
}) {
  const t = useT('meetings')
  const actor = useActor()
  const act = useAct(meeting)
  const { pathname } = useLocation()
  const nowMs = useNow(30_000)
  const [asking, setAsking] = useState<Asking | null>(null)
  const { state } = meeting
  // then the stamp is among the facts, and the interruption in the menu
  const isShort = useIsPhone() && isRunning(state)
  const params = { meetingId: meeting.meetingId }
  const leads = mayLead(actor, meeting)
  const plans = mayPlan(actor, meeting)
  const mayClose = leads && isRunning(state)
  useEffect(() => {
    if (mayClose) void CloseDialog.preload()
  }, [mayClose])
  // so that nobody closes by the thumb what was opened a moment ago
  const mayEndSoon = state === 'open' && isPastHalf(meeting, nowMs)
  const isNear = nowMs >= Date.parse(meeting.startsAt) - joinOpensBeforeMs
  const step = (
    which: Act,
    more: { isMain: boolean; reason?: string | null; onPress?: () => void },
  ) => (
    <Button
      variant={more.isMain && !more.reason ? 'primary' : 'secondary'}
      disabledReason={more.reason}
      busy={act.isPending && act.variables.act === which && t('acts.busy')}
      onClick={more.onPress ?? (() => act.mutate({ act: which }))}
    >
      {t(`acts.${which}`)}
    </Button>
  )
  const question = dateQuestion(new Date(meeting.startsAt), new Date(nowMs))
  return (
    <>
      {isOver(state) || isShort ? null : <LiveStamp />}
      {isOver(state) ? null : (
        <>
          <span className="wide-only">
            <ButtonLink variant="tertiary" to="/meetings/$meetingId/wall" params={params}>
              {t('acts.wall')}
            </ButtonLink>
            {mayActForOthers(actor, meeting) ? (
              <ButtonLink variant="tertiary" to="/meetings/$meetingId/desk" params={params}>
                {t('acts.desk')}
              </ButtonLink>
            ) : null}
          </span>
          <JoinButton meeting={meeting} isMain={!plans || (state === 'open' && !mayEndSoon)} />
        </>
      )}
      {plans && isMovable(state) ? (
        <OpenButton
          meeting={meeting}
          act={act}
          isMain={isNear && state !== 'planned'}
          reason={leads ? null : t('acts.onlyLead')}
        />
      ) : null}
      {plans && state === 'planned'
        ? step('convene', {
            isMain: true,
            onPress: () => (question ? setAsking('conveneMeant') : act.mutate({ act: 'convene' })),
          })
        : null}
      {leads && state === 'open' && !isShort ? step('pause', { isMain: false }) : null}
      {mayClose ? (
        <Button variant={mayEndSoon ? 'primary' : 'secondary'} onClick={() => setAsking('close')}>
          {t('acts.close')}
        </Button>
      ) : null}
      {leads && state === 'paused' ? step('resume', { isMain: true }) : null}
      {plans && isOver(state) ? (
        <ButtonLink
          variant={state === 'cancelled' ? 'primary' : 'secondary'}
          to="/meetings/new"
          search={{ like: meeting.meetingId }}
        >
          {t(state === 'cancelled' ? 'acts.likeCancelled' : 'acts.like')}
        </ButtonLink>
      ) : null}
      {state === 'closed' && !pathname.endsWith('/minutes') ? (
        <ButtonLink variant="primary" to="/meetings/$meetingId/minutes" params={params}>
          {t('acts.toMinutes')}
        </ButtonLink>
      ) : null}
      <MoreMenu
        items={useMoreItems(meeting, {
          onOpen,
          onAsk: setAsking,
          onPause: isShort ? () => act.mutate({ act: 'pause' }) : null,
        })}
      />
      <Suspense fallback={null}>
        {asking === 'close' ? (
          <CloseDialog meeting={meeting} onClose={() => setAsking(null)} />
        ) : null}
        {asking === 'cancel' ? (
          <CancelDialog meeting={meeting} onClose={() => setAsking(null)} />
        ) : null}
        {asking === 'conveneMeant' && question ? (
          <ConveneMeantDialog
            meeting={meeting}
            question={question}
            onClose={() => setAsking(null)}
            onConfirm={() => {
              setAsking(null)
              act.mutate({ act: 'convene', meant: question })
            }}
          />
        ) : null}
      </Suspense>
    </>
  )
}

function useMoreItems(
  meeting: Meeting,
  {
    onOpen,
    onAsk,
    onPause,
  }: {
    onOpen: (what: Opened) => void
    onAsk: (what: Asking) => void
    /** null: the interruption is beside the menu */
    onPause: (() => void) | null
  },
): readonly MoreItem[] {
  const t = useT('meetings')
  const actor = useActor()
  const { state, meetingId, seriesId } = meeting
  const notPlanner = mayPlan(actor, meeting) ? null : t('acts.onlyPlan')
  const over = isOver(state) ? t('acts.isOver') : null
  const begun = isMovable(state) ? null : (over ?? t('acts.begun'))
  // on a phone they are not beside the menu
  const elsewhere: MoreItem[] = [
    {
      id: 'wall',
      label: t('acts.wall'),
      isNarrowOnly: true,
      link: { to: '/meetings/$meetingId/wall', params: { meetingId } },
    },
    {
      id: 'desk',
      label: t('acts.desk'),
      isNarrowOnly: true,
      disabledReason: mayActForOthers(actor, meeting) ? null : t('acts.onlyPlan'),
      link: { to: '/meetings/$meetingId/desk', params: { meetingId } },
    },
  ]
  return [
    ...(onPause && state === 'open' && mayLead(actor, meeting)
      ? [{ id: 'pause', label: t('acts.pause'), onPick: onPause }]
      : []),
    ...(isOver(state) ? [] : elsewhere),
    {
      id: 'change',
      label: t('acts.change'),
      disabledReason: notPlanner ?? over,
      onPick: () => onOpen('change'),
    },
    {
      id: 'move',
      label: t('acts.move'),
      disabledReason: notPlanner ?? begun,
      onPick: () => onOpen('move'),
    },
    {
      id: 'cancel',
      label: t('acts.cancel'),
      disabledReason: notPlanner ?? begun,
      onPick: () => onAsk('cancel'),
    },
    // for people who lead, it is beside the menu instead
    ...(isRunning(state) && !mayLead(actor, meeting)
      ? [
          {
            id: 'close',
            label: t('acts.close'),
            disabledReason: t('acts.onlyLeadClose'),
            onPick: () => onAsk('close'),
          },
        ]
      : []),
    {
      id: 'like',
      label: t('acts.like'),
      disabledReason: notPlanner,
      link: { to: '/meetings/new', search: { like: meetingId } },
    },
    ...(seriesId
      ? [
          {
            id: 'following',
            label: t('acts.following'),
            disabledReason: notPlanner,
            link: { to: '/meetings/$meetingId/following', params: { meetingId } },
          },
          { id: 'series', label: t('acts.series'), onPick: () => onOpen('series') },
        ]
      : []),
    { id: 'history', label: t('acts.history'), onPick: () => onOpen('history') },
  ]
}
