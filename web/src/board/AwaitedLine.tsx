import { Suspense, useState } from 'react'
import type { MemberId } from '../../../src/lib/ids.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { lazily } from '../frame/lazily.tsx'
import { useT } from '../i18n/i18n.ts'
import { Button, CallLink } from '../ui/Button.tsx'
import { classes } from '../ui/classes.ts'
import { useFormat } from '../ui/time.tsx'
import { type AwaitedRow, labelOf } from './awaited.ts'
import { Mail } from './Mail.tsx'
import { useUnfilledWords } from './reasons.ts'

// loaded when somebody calls, because the page must be there soon
const CallPanel = lazily(
  () => import('./CallPanel.tsx'),
  file => file.CallPanel,
)
const FillDialog = lazily(
  () => import('./FillDialog.tsx'),
  file => file.FillDialog,
)
const ReplyDialog = lazily(
  () => import('../meetings/ReplyDialog.tsx'),
  file => file.ReplyDialog,
)

export type Of = {
  meeting: Meeting
  mayCall: boolean
  /** the meeting was opened: says since when the function is unfilled, in two short lines */
  hasBegun?: boolean
}

/** One person to be called, with the functions they are wanted for. */
export function AwaitedLine({ row, meeting, mayCall, hasBegun = false }: Of & { row: AwaitedRow }) {
  const [isOpen, setOpen] = useState(false)
  const [calledId, setCalledId] = useState<MemberId | null>(null)
  const { next, isReader } = row
  const first = row.functions[0]!.unfilled! // a row has a function, and it is unfilled
  const label = labelOf(row)
  const { functionId } = row.functions[0]!
  const isTried = first.order.some(each => each.tried)
  return (
    <li className={classes('awaited-row', isOpen && 'open')}>
      <div className="awaited-line">
        <div className="grow">
          <b>{label}</b>
          {hasBegun ? <Since row={row} /> : <Who row={row} isAsked={meeting.state !== 'planned'} />}
        </div>
        {isReader && !hasBegun ? <OwnAnswer meeting={meeting} /> : null}
        {mayCall && !isReader ? (
          <Ways
            row={row}
            meeting={meeting}
            look={hasBegun ? 'tertiary' : 'secondary'}
            isOpen={isOpen}
            onToggle={() => setOpen(!isOpen)}
            onCall={() => {
              setCalledId(next?.memberId ?? null)
              setOpen(true)
            }}
          />
        ) : null}
      </div>
      {isOpen && !next && !isTried ? (
        <Suspense>
          <FillDialog
            meeting={meeting}
            functionId={functionId}
            label={label}
            order={first.order}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      ) : isOpen ? (
        <Suspense>
          <CallPanel
            meeting={meeting}
            functionId={functionId}
            label={label}
            callee={next}
            order={first.order}
            calledId={calledId}
            onDone={() => setOpen(false)}
          />
        </Suspense>
      ) : null}
    </li>
  )
}

/** The person to call, and what was tried before, or who would be next. */
function Who({
  row: { functions, next, isReader },
  isAsked,
}: {
  row: AwaitedRow
  isAsked: boolean
}) {
  const t = useT('board')
  const common = useT('common')
  const format = useFormat()
  const words = useUnfilledWords({ hasBegun: false, isAsked })
  const unfilled = functions[0]!.unfilled! // see above
  const { order } = unfilled
  const tried = order.filter(each => each.tried).at(-1)
  const declined = order.find(each => each.reply === 'declined')
  const after = order.find(
    each => next && each.memberId !== next.memberId && each.reply === 'none' && !each.tried,
  )
  return (
    <>
      <span className="who">
        {isReader
          ? t('before.yourself')
          : next
            ? [next.name, next.rank ? t('before.rank', { rank: next.rank }) : '']
                .filter(Boolean)
                .join(', ')
            : words.reason(unfilled)}
      </span>
      {tried?.tried ? (
        <span className="warn-text">
          {t(tried.tried.outcome === 'notReached' ? 'before.notReached' : 'before.cannotCome', {
            name: tried.name,
            time: format.time(tried.tried.at),
          })}
        </span>
      ) : next?.reminder === 'waiting' || next?.reminder === 'failed' ? (
        <span className={next.reminder === 'failed' ? 'bad-text' : 'soft'}>
          {common(`reminder.${next.reminder}`)}
        </span>
      ) : next?.remindedAt && next.reminder === 'sent' ? (
        <span className="soft">
          {t('missing.remindedAt', { moment: format.moment(next.remindedAt) })}
        </span>
      ) : next && declined && isAsked ? (
        <span className="soft">{t('reason.declined', { name: declined.name })}</span>
      ) : next && after && isAsked ? (
        <span className="soft">{t('before.nextIs', { name: after.name })}</span>
      ) : next && (!isAsked || unfilled.reason.kind !== 'noReply') ? (
        <span className="soft">{words.reason(unfilled)}</span>
      ) : null}
    </>
  )
}

/** Since when the function is unfilled, and whom to call; why, where nobody is left. */
function Since({ row: { functions, next } }: { row: AwaitedRow }) {
  const words = useUnfilledWords({ hasBegun: true, isAsked: true })
  const { isRequired, unfilled } = functions[0]!
  return (
    <span className="who">
      <span className={isRequired ? 'bad-text' : undefined}>{words.sinceOnly(unfilled!)}</span>{' '}
      {next ? next.name : words.reason(unfilled!)}
    </span>
  )
}

/** *Anrufen* and *Erinnern*; where nobody is left to call, *Besetzen …*. */
function Ways({
  row,
  meeting,
  look,
  isOpen,
  onToggle,
  onCall,
}: {
  row: AwaitedRow
  meeting: Meeting
  look: 'secondary' | 'tertiary'
  isOpen: boolean
  onToggle: () => void
  /** the number was dialled */
  onCall: () => void
}) {
  const t = useT('board')
  const common = useT('common')
  const { next } = row
  if (!next)
    return (
      <Button
        size="small"
        variant={look}
        label={t('before.fillOf', { label: labelOf(row) })}
        onClick={onToggle}
      >
        {t('before.fill')}
      </Button>
    )
  const label = `${common('action.call')}: ${next.name}`
  return (
    <span className="awaited-ways">
      {next.phone && !isOpen ? (
        <span onClickCapture={onCall}>
          <CallLink size="small" variant={look} number={next.phone} label={label}>
            {common('action.call')}
          </CallLink>
        </span>
      ) : (
        <Button size="small" variant={look} {...(isOpen ? {} : { label })} onClick={onToggle}>
          {isOpen ? common('action.close') : common('action.call')}
        </Button>
      )}
      <Mail next={next} meeting={meeting} look={look} functionId={row.functions[0]!.functionId} />
    </span>
  )
}

/** Nobody calls themselves; they answer. */
function OwnAnswer({ meeting }: { meeting: Meeting }) {
  const t = useT('board')
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('before.answer')}
      </Button>
      {isOpen ? (
        <Suspense>
          <ReplyDialog meeting={meeting} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  )
}
