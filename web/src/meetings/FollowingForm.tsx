import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { FollowingPreview, UsualFacts } from '../../../src/meetings/contract/following.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { wallTimeOf } from '../../../src/lib/time.ts'
import { dateQuestion, isMovable } from '../../../src/meetings/rules/states.ts'
import { ApiError, api, send } from '../api.ts'
import { SaveProblem, SubmitButton } from '../frame/InlineForm.tsx'
import { useErrorText } from '../frame/Loaded.tsx'
import { MeantField } from '../frame/MeantField.tsx'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Panel } from '../ui/Panel.tsx'
import { useFormat } from '../ui/time.tsx'
import { useTyped } from '../ui/typed.ts'
import { FollowingChanges } from './FollowingChanges.tsx'
import { FollowingFacts, FollowingRhythm } from './FollowingFields.tsx'
import { FollowingList } from './FollowingList.tsx'
import {
  changedFields,
  followingProblems,
  followingQuery,
  followingWish,
  hasNewRhythm,
  typedFollowing,
  undecided,
} from './following.ts'
import { spanAround, staffMeetingsQuery } from './queries.ts'
import { LandHint } from './LandHint.tsx'
import { useHolidayWords } from './useDayWords.ts'
import { serverNow } from '../ui/clock.ts'

export function FollowingForm({
  meeting,
  usual: first,
  startsOn,
}: {
  meeting: Meeting
  usual: UsualFacts
  startsOn: string
}) {
  const t = useT('planning')
  const format = useFormat()
  const holidayOf = useHolidayWords()
  const errorText = useErrorText()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { meetingId } = meeting
  const [now] = useState(() => new Date(serverNow()))
  // kept with what the form was opened with, so that nothing typed changes when others change the
  // series
  const { typed, change, wasKept, forget } = useTyped(
    () => ({ ...typedFollowing(first, startsOn), usual: first }),
    `following ${meetingId} ${startsOn}`,
  )
  const { usual } = typed
  const problems = followingProblems(typed)
  const wish = problems.size > 0 ? null : followingWish(typed, usual)
  const query = useQuery(followingQuery(meetingId, wish))
  const shown = query.data ?? null
  const isCurrent = shown !== null && !query.isPlaceholderData && wish !== null
  const hasRhythm = hasNewRhythm(typed, usual)
  const open = hasRhythm && shown ? undecided(shown.days, typed.days) : []
  const farAhead =
    hasRhythm && wish && dateQuestion(new Date(`${typed.until}T12:00:00Z`), now) === 'farAhead'
  const isUnclear = shown?.days.some(({ question }) => question !== null) === true
  const counts = shown && countsOf(shown)
  // after another rhythm this date may be cancelled
  const leave = async () => {
    const around = spanAround(meeting.startsAt, { before: 200, after: 200 })
    const all = await queries
      .fetchQuery({ ...staffMeetingsQuery(meeting.staffId, around), staleTime: 0 })
      .catch(() => [])
    const next = all.find(
      each =>
        each.seriesId === meeting.seriesId &&
        isMovable(each.state) &&
        Date.parse(each.startsAt) > now.getTime() &&
        wallTimeOf(each.startsAt, meeting.zone).date >= startsOn,
    )
    await navigate({
      to: '/meetings/$meetingId',
      params: { meetingId: next?.meetingId ?? meetingId },
    })
  }
  const save = useSave({
    send: (json: NonNullable<typeof wish> & { seen: string }) =>
      send(
        api.api.meetings[':meetingId'].following.$post({
          param: { meetingId },
          json: { ...json, ...(hasRhythm ? { reason: t('following.reason') } : {}) },
        }),
      ),
    done: ({ changed, cancelled, planned }) =>
      [
        t('following.done'),
        ...(changed ? [t('following.doneChanged', { count: changed })] : []),
        ...(cancelled ? [t('following.doneCancelled', { count: cancelled })] : []),
        ...(planned ? [t('following.donePlanned', { count: planned })] : []),
      ].join(' '),
    stale: [['staff', meeting.staffId], ['meeting'], ['overview']],
    says: { conflict: t('following.overtaken') },
    onRefused: error => {
      if (error instanceof ApiError && error.code === 'conflict')
        return queries.invalidateQueries({ queryKey: ['meeting', meetingId, 'following'] })
    },
    onSaved: () => {
      forget()
      void leave()
    },
  })
  const refusal = () => {
    if (!counts || counts.all === 0) return t('following.nothing')
    const [holiday] = open
    if (holiday?.holiday)
      return t('following.decide', {
        day: format.date(`${holiday.date}T12:00:00Z`, 'medium'),
        holiday: holidayOf(holiday.holiday),
      })
    if (isUnclear) return t('wrong.questions')
    return null
  }
  const isFit = isCurrent && shown.problem === null && (!farAhead || typed.isMeant)
  const refused = refusal()
  return (
    <form
      ref={save.form}
      noValidate
      className="two-columns following"
      onSubmit={event => {
        event.preventDefault()
        if (!refused) save.submit(isFit ? { ...wish, seen: shown.seen } : null)
      }}
    >
      <div className="stack">
        {wasKept ? (
          <p className="row wrap">
            {t('plan.draft')}
            <Button size="small" onClick={forget}>
              {t('plan.restart')}
            </Button>
          </p>
        ) : null}
        <FollowingRhythm
          typed={typed}
          usual={usual}
          problems={problems}
          problem={hasRhythm ? (shown?.problem ?? null) : null}
          onChange={change}
        >
          {hasRhythm ? <LandHint staffId={meeting.staffId} /> : null}
          {farAhead ? (
            <MeantField
              question="farAhead"
              at={new Date(`${typed.until}T12:00:00Z`)}
              tellsNobody={false}
              isMeant={typed.isMeant}
              onChange={isMeant => change({ isMeant })}
              isMissing={save.wasTried && !typed.isMeant}
            />
          ) : null}
        </FollowingRhythm>
        <FollowingFacts
          staffId={meeting.staffId}
          typed={typed}
          usual={usual}
          problems={problems}
          onChange={change}
        />
        {shown ? (
          <FollowingList
            days={shown.days}
            isPending={wish !== null && !isCurrent}
            typed={typed}
            fields={wish ? changedFields(wish) : []}
            hasRhythm={hasRhythm}
            onChange={change}
          />
        ) : null}
        {query.error ? (
          <p role="alert" className="bad-text">
            {errorText(query.error)}
          </p>
        ) : null}
      </div>
      <div className="stack following-side">
        <Panel title={t('following.who')} isPadded>
          <div className="stack" role="status">
            <p>
              <b>{t('following.people', { count: shown?.people ?? 0 })}</b>
            </p>
            {counts ? (
              <ul className="consequences">
                {counts.kept > 0 ? <li>{t('following.answersStay')}</li> : null}
                {counts.moved > 0 ? <li>{t('following.answersConfirm')}</li> : null}
                {counts.goes > 0 ? <li>{t('following.goneTold')}</li> : null}
                {counts.comes > 0 ? <li>{t('following.newAsked')}</li> : null}
              </ul>
            ) : null}
          </div>
        </Panel>
        <FollowingChanges
          staffId={meeting.staffId}
          usual={usual}
          typed={typed}
          fields={wish ? changedFields(wish) : []}
        />
        <Panel isPadded>
          <div className="stack">
            <SaveProblem save={save} />
            {save.wasTried && problems.size > 0 ? (
              <p role="alert" className="bad-text">
                {t('following.unfit')}
              </p>
            ) : null}
            <SubmitButton
              save={save}
              main={{
                size: 'tall',
                isBlock: true,
                label: shown?.people
                  ? t('following.send', { count: shown.people })
                  : t('following.sendQuietly'),
                disabledReason: refused,
              }}
            />
          </div>
        </Panel>
      </div>
    </form>
  )
}

function countsOf({ days }: FollowingPreview) {
  const count = (of: (day: FollowingPreview['days'][number]) => boolean) => days.filter(of).length
  const goes = count(({ what }) => what === 'goes')
  const comes = count(({ what }) => what === 'comes')
  const changes = count(({ what }) => what === 'changes')
  const moved = count(
    ({ what, before, after }) => what === 'changes' && before?.startsAt !== after?.startsAt,
  )
  const kept = count(({ what, accepted, declined }) => what !== 'goes' && accepted + declined > 0)
  return { goes, comes, moved, kept: kept - moved, all: goes + comes + changes }
}
