import type { z } from 'zod'
import type { AttendanceRow } from '../../../src/attendance/contract.ts'
import type { AttendeeView } from '../../../src/meetings/contract/reply.ts'
import { useT } from '../i18n/i18n.ts'
import { Button, CallLink } from '../ui/Button.tsx'
import { Badge, type Tone } from '../ui/Panel.tsx'
import { useFormat } from '../ui/time.tsx'
import { nameBeside } from '../words/namesake.ts'
import { ModeWord } from '../words/Mode.tsx'
import { promisedBy, usePromiseWords } from '../words/promise.ts'

export type Line = AttendanceRow & { attendee: z.infer<typeof AttendeeView> | undefined }
export const tones: Partial<Record<NonNullable<AttendanceRow['status']>, Tone>> = {
  absentAfterAccepting: 'bad',
  absentWithoutReply: 'bad',
  technicallyPrevented: 'warn',
  notRecorded: 'warn',
}

/**
 * What was promised, in which way and when; for the desk also why mail does not reach the person.
 */
export function Reply({ line, isAsked }: { line: Line; isAsked: boolean }) {
  const t = useT('attendance')
  const common = useT('common')
  const format = useFormat()
  const promiseOf = usePromiseWords({ isAsked })
  if (line.isVisitor) return '—'
  const { attendee } = line
  const reply = attendee?.reply
  const when = reply ? format.spoken(reply.at) : ''
  const way = !reply
    ? ''
    : reply.source === 'onBehalf'
      ? t('table.replyBy', { name: reply.byName ?? '', when })
      : t(reply.source === 'link' ? 'table.replyLink' : 'table.replySelf', { when })
  const otherDate = useOtherDateWords()(line)
  const more = [
    way,
    otherDate,
    (!reply || reply.isToConfirm) && attendee?.remindedAt
      ? attendee.reminder === 'sent' || !attendee.reminder
        ? t('table.remindedAt', { when: format.spoken(attendee.remindedAt) })
        : common(`reminder.${attendee.reminder}`)
      : '',
  ].filter(Boolean)
  return (
    <span>
      {promiseOf(promisedBy(line))}
      {more.length > 0 ? (
        <>
          <br />
          <span className="secondary soft">{more.join(' · ')}</span>
        </>
      ) : null}
      {attendee?.mailProblem ? (
        <>
          <br />
          <span className="secondary bad-text">
            {t('table.mailProblem', { why: attendee.mailProblem })}
          </span>
        </>
      ) : null}
    </span>
  )
}

export function Actual({ line, isOver }: { line: Line; isOver: boolean }) {
  const common = useT('common')
  if (!isOver && line.now) return <ModeWord kind={line.now.mode} />
  if (line.status === 'represented' && line.representedByName)
    return <Badge>{common('status.representedBy', { name: line.representedByName })}</Badge>
  // nobody counts as absent while the meeting runs
  if (!isOver) return <NotThere line={line} />
  const badge =
    line.status && line.status !== 'present' ? (
      <Badge tone={tones[line.status] ?? 'neutral'}>{common(`status.${line.status}`)}</Badge>
    ) : null
  return (
    <span className="row wrap">
      {line.mainMode ? <ModeWord kind={line.mainMode} /> : null}
      {badge}
    </span>
  )
}

function NotThere({ line }: { line: Line }) {
  const t = useT('attendance')
  const common = useT('common')
  const format = useFormat()
  if (line.leftAt)
    return <span className="soft">{t('desk.left', { time: format.time(line.leftAt) })}</span>
  if (line.planned === 'declined' || line.isVisitor)
    return <span className="soft">{common('ui.nobody')}</span>
  return <Badge tone="warn">{t('table.missing')}</Badge>
}

/** Words for a reply that was given for another day or hour; empty for other replies. */
export function useOtherDateWords(): (line: Line) => string {
  const t = useT('attendance')
  const format = useFormat()
  const promiseOf = usePromiseWords()
  return ({ attendee }) => {
    const { reply = null, formerReply = null } = attendee ?? {}
    if (formerReply?.givenFor) {
      const day = format.date(formerReply.givenFor, 'medium')
      return t('table.otherDay', { day, plan: promiseOf(formerReply) })
    }
    return reply?.isToConfirm && reply.givenFor
      ? t('table.otherHour', { time: format.time(reply.givenFor) })
      : ''
  }
}

/**
 * People who have not answered or not confirmed; after the beginning also those who promised and
 * have not come. Nobody waits for somebody who came and left.
 */
export function mayBeReminded(
  { planned, isVisitor, now, leftAt, attendee }: Line,
  hasBegun: boolean,
): boolean {
  if (isVisitor || now || (hasBegun && leftAt)) return false
  if (planned === 'none' || attendee?.reply?.isToConfirm) return true
  return planned !== 'declined' && hasBegun
}

/** The sources of the signals, e.g. *Empfang, Video*; empty without a signal. */
export function useSourceWords(): (line: Line) => string {
  const common = useT('common')
  return line =>
    [...new Set(line.stays.flatMap(stay => stay.sources))]
      .map(source => common(`source.${source}`))
      .join(', ')
}

export function FunctionOf({ line }: { line: Line }) {
  const t = useT('attendance')
  const common = useT('common')
  return line.isVisitor ? (
    <Badge>{t('table.visitor')}</Badge>
  ) : (
    line.functions.join(', ') || common(line.isGuest ? 'word.guest' : 'word.noFunction')
  )
}

export function Person({ line, hasFunction }: { line: Line; hasFunction: boolean }) {
  const t = useT('attendance')
  const more = [
    line.organisation,
    line.deputyForNames.length > 0
      ? t('table.deputyFor', { names: line.deputyForNames.join(', ') })
      : '',
  ]
  return (
    <span>
      <b>{nameBeside(line.name, [line.organisation, line.functions.join(', ')])}</b>{' '}
      {hasFunction ? (
        <>
          <br />
          <FunctionOf line={line} />
          <br />
        </>
      ) : null}
      <span className="secondary soft">{more.filter(Boolean).join(' · ')}</span>
      <Today today={line.today} />
    </span>
  )
}

/**
 * The row says what was true at the meeting; here is what the same is called now, for who keeps the
 * records.
 */
function Today({ today }: { today: Line['today'] }) {
  const t = useT('attendance')
  if (!today) return null
  const { name, organisation, functions } = today
  const now = [
    name,
    organisation === '' ? t('table.noOrganisation') : organisation,
    functions?.join(', '),
  ]
  return (
    <span className="secondary soft">
      <br />
      {t('table.today', { what: now.filter(Boolean).join(' · ') })}
      <br />
      {t('table.changedSince')}
    </span>
  )
}

/** The spans of presence; with total and source where those have no column of their own. */
export function Times({ line, hasProof }: { line: Line; hasProof: boolean }) {
  const t = useT('attendance')
  const format = useFormat()
  const sourceWords = useSourceWords()
  return (
    <span>
      {line.stays.length === 0 ? '—' : null}
      {line.stays.map((stay, i) => (
        <span key={`${stay.mode} ${stay.from}`}>
          {i > 0 ? ' · ' : null}
          <span className="nowrap">
            {stay.isOpen ? `${format.time(stay.from)}–` : format.range(stay.from, stay.until)}
          </span>
        </span>
      ))}
      {line.hasTechnicalTrouble ? (
        <>
          {' '}
          <Badge tone="warn">{t('table.trouble')}</Badge>
        </>
      ) : null}
      {hasProof && line.totalS > 0 ? (
        <>
          <br />
          <span className="secondary soft">
            {format.duration(line.totalS * 1000)} · {sourceWords(line)}
          </span>
        </>
      ) : null}
    </span>
  )
}

/** Presence before the opening. */
export function Here({ line }: { line: Line }) {
  const t = useT('attendance')
  const format = useFormat()
  if (!line.now)
    return line.leftAt ? (
      <span className="soft">{t('desk.left', { time: format.time(line.leftAt) })}</span>
    ) : (
      '—'
    )
  return (
    <span>
      <ModeWord kind={line.now.mode} />{' '}
      <span className="secondary soft">
        {t('table.present', { time: format.time(line.now.since) })}
      </span>
    </span>
  )
}

export function Actions({
  line,
  isOwn,
  onReply,
  onRemind,
  isReminding,
}: {
  line: Line
  /** the reader's own row: nobody calls or reminds themselves */
  isOwn: boolean
  onReply: () => void
  /** null: the person need not be reminded */
  onRemind: (() => void) | null
  isReminding: boolean
}) {
  const t = useT('attendance')
  if (line.isVisitor) return null
  return (
    <span className="row wrap actions-cell no-print">
      {line.attendee?.mobile && !line.now && !isOwn ? (
        <CallLink
          size="small"
          variant="tertiary"
          number={line.attendee.mobile}
          label={`${t('table.call', { number: line.attendee.mobile })}, ${line.name}`}
        >
          {t('table.call', { number: line.attendee.mobile })}
        </CallLink>
      ) : null}
      {onRemind && !isOwn ? (
        <Button
          size="small"
          variant="tertiary"
          busy={isReminding && t('table.reminding')}
          onClick={onRemind}
        >
          {t('table.remind')}
        </Button>
      ) : null}
      <Button size="small" variant="tertiary" onClick={onReply}>
        {t('table.replyFor')}
      </Button>
    </span>
  )
}
