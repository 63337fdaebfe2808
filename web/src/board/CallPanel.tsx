import { Suspense, useState } from 'react'
import type { Callee, Candidate } from '../../../src/board/contract.ts'
import { modes } from '../../../src/lib/modes.ts'
import type { CallInput } from '../../../src/meetings/contract/reply.ts'
import type { FunctionId, MemberId } from '../../../src/lib/ids.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { lazily } from '../frame/lazily.tsx'
import { useT } from '../i18n/i18n.ts'
import { Button, CallLink } from '../ui/Button.tsx'
import { useFormat } from '../ui/time.tsx'
import { useToast } from '../ui/Toast.tsx'
import { useCalls } from './calls.ts'

const FillDialog = lazily(
  () => import('./FillDialog.tsx'),
  file => file.FillDialog,
)

type Props = {
  meeting: Meeting
  functionId: FunctionId
  label: string
  /** null: everybody of the order was called, declined or is there */
  callee: Callee | null
  order: readonly Candidate[]
  /** who was dialled a moment ago, so that the outcome is asked first, and not the number */
  calledId: MemberId | null
  onDone: () => void
}

/** How a call went: one press each, kept for everybody who calls; below, who comes next. */
export function CallPanel({ meeting, functionId, label, callee, order, calledId, onDone }: Props) {
  const t = useT('calls')
  const common = useT('common')
  const format = useFormat()
  const say = useToast()
  const calls = useCalls(meeting.meetingId)
  const [isFilling, setFilling] = useState(false)
  const after = order.find(
    each =>
      each.memberId !== callee?.memberId &&
      each.attendeeId !== (meeting.me?.attendeeId ?? '') &&
      each.reply === 'none' &&
      !each.isThere &&
      each.tried === null,
  )
  const tried = order.filter(each => each.tried !== null)
  const keep = (call: CallInput, done = () => {}) => calls.mutate(call, { onSuccess: done })
  return (
    <div className="call-panel" role="group" aria-label={t('panel', { label })}>
      {callee?.memberId ? (
        <Outcomes
          key={callee.memberId}
          callee={{ ...callee, memberId: callee.memberId }}
          functionId={functionId}
          after={after?.name ?? null}
          wasCalled={calledId === callee.memberId}
          isBusy={calls.isPending}
          onKeep={call => {
            const { name } = callee
            keep(call, () => {
              if (call.outcome === 'comes')
                say(t('said.comes', { name, mode: common(`mode.${call.mode}`) }))
              if (call.outcome === 'cannotCome') say(t('said.cannotCome', { name }))
              if (call.outcome === 'comes') onDone()
            })
          }}
        />
      ) : (
        <p>{t('nobodyLeft')}</p>
      )}
      <ul className="plain-list call-order" aria-label={t('order')}>
        {tried.map(({ memberId, name, phone, tried: how }) => (
          <li key={memberId}>
            <span className="warn-text">
              {how
                ? t(how.outcome === 'notReached' ? 'notReachedAt' : 'cannotComeAt', {
                    name,
                    time: format.time(how.at),
                  })
                : name}
            </span>
            {phone && how?.outcome === 'notReached' ? (
              <CallLink
                size="small"
                number={phone}
                label={`${common('action.call')}: ${name}, ${phone}`}
              >
                {phone}
              </CallLink>
            ) : null}
            <Button
              size="small"
              variant="tertiary"
              label={t('takeBackFor', { name })}
              onClick={() => keep({ memberId, outcome: 'takenBack' })}
            >
              {t('takeBack')}
            </Button>
          </li>
        ))}
        {order
          .filter(
            ({ memberId, reply, isThere, tried: how }) =>
              memberId !== callee?.memberId && reply !== 'declined' && !isThere && !how,
          )
          .map(({ memberId, attendeeId, name, phone, rank }) => (
            <li key={memberId}>
              <span>
                {name}
                {rank ? <span className="soft"> {t('rank', { rank })}</span> : null}
              </span>
              {attendeeId !== null && attendeeId === meeting.me?.attendeeId ? null : phone ? (
                <CallLink
                  size="small"
                  number={phone}
                  label={`${common('action.call')}: ${name}, ${phone}`}
                >
                  {phone}
                </CallLink>
              ) : (
                <span className="secondary soft">{t('noNumber')}</span>
              )}
            </li>
          ))}
      </ul>
      <Button size="small" onClick={() => setFilling(true)}>
        {t('somebodyElse')}
      </Button>
      {isFilling ? (
        <Suspense>
          <FillDialog
            meeting={meeting}
            functionId={functionId}
            label={label}
            order={order}
            onClose={() => setFilling(false)}
          />
        </Suspense>
      ) : null}
    </div>
  )
}

function Outcomes({
  callee,
  functionId,
  after,
  wasCalled,
  isBusy,
  onKeep,
}: {
  callee: Callee & { memberId: NonNullable<Callee['memberId']> }
  functionId: FunctionId
  /** whom to call next; null: nobody is left */
  after: string | null
  wasCalled: boolean
  isBusy: boolean
  onKeep: (call: CallInput) => void
}) {
  const t = useT('calls')
  const common = useT('common')
  const { memberId, name, phone } = callee
  const [isCalled, setCalled] = useState(wasCalled)
  return (
    <>
      <div className="row wrap" role="status">
        <span>{isCalled ? t('howWent', { name }) : t('who', { name })}</span>
        {phone ? (
          <span onClickCapture={() => setCalled(true)}>
            <CallLink variant={isCalled ? 'secondary' : 'primary'} number={phone}>
              {t('number', { number: phone })}
            </CallLink>
          </span>
        ) : (
          <span>{t('noNumberOf', { name })}</span>
        )}
      </div>
      <div className="choice" role="group" aria-label={t('comes', { name })}>
        {modes.map(mode => (
          <button
            key={mode}
            type="button"
            aria-disabled={isBusy || undefined}
            onClick={
              isBusy ? undefined : () => onKeep({ memberId, functionId, outcome: 'comes', mode })
            }
          >
            <small>{t('comesBy')}</small>
            <span>{common(`mode.${mode}`)}</span>
          </button>
        ))}
      </div>
      <div className="call-ends">
        <Button isBlock onClick={() => isBusy || onKeep({ memberId, outcome: 'cannotCome' })}>
          {t('cannotCome')}
        </Button>
        <Button
          isBlock
          variant={isCalled ? 'primary' : 'secondary'}
          onClick={() => isBusy || onKeep({ memberId, outcome: 'notReached' })}
        >
          {after ? t('notReachedNext', { name: after }) : t('notReached')}
        </Button>
      </div>
    </>
  )
}
