import { useState, type ReactNode } from 'react'
import type { Mode } from '../../../src/lib/modes.ts'
import type { ReplyView } from '../../../src/meetings/contract/meeting.ts'
import { useT } from '../i18n/i18n.ts'
import { speaks } from '../i18n/texts.ts'
import { ModeChoice } from '../words/Mode.tsx'
import { useShortWhen } from '../words/when.ts'
import { DeclineChoice } from './DeclineChoice.tsx'
import type { Replying } from './replying.ts'
import { OtherDate } from './OtherDate.tsx'
import { Overlaps } from './Overlaps.tsx'
import { ReplyStatus } from './ReplyStatus.tsx'
import type { Deputies, DeputiesAsked } from './deputies.ts'
import './replies.css'

speaks('replies')

export type ReplyFacts = {
  startsAt: string
  seatsFree: number | null
  hasVirtualRoom: boolean
  dialInNumber: string
  overlaps: Parameters<typeof Overlaps>[0]['overlaps']
}

/**
 * Wie nehmen Sie teil? Nothing is preselected; one press saves the reply, another one changes it.
 */
export function ReplyChoice({
  facts,
  reply,
  formerReply,
  name,
  deputies,
  token,
  replying: sending,
  aside,
}: {
  facts: ReplyFacts
  reply: ReplyView | null
  /** a reply given for another day */
  formerReply: ReplyView | null
  /** name of the person who replies; absent: the reader */
  name?: string
  deputies: DeputiesAsked
  /** token of a personal link; then `deputies` are the ranked ones, and others are searched for */
  token?: string
  replying: Replying
  /** further content at the end of the last row */
  aside?: ReactNode
}) {
  const t = useT('replies')
  const common = useT('common')
  const question = name === undefined ? t('question') : t('questionOf', { name })
  const when = useShortWhen()
  const [found, setFound] = useState<Deputies>([])
  // a reply is valid for the date that was shown
  const replying: Replying = {
    ...sending,
    choose: choice => sending.choose({ ...choice, givenFor: facts.startsAt }),
  }
  const { wanted, step } = replying
  const chosen = wanted ? (wanted.kind === 'accepted' ? wanted.mode : null) : (reply?.mode ?? null)
  const chosenNote = wanted
    ? step === 'waiting'
      ? t('notYet')
      : common('ui.saving')
    : reply
      ? common('ui.choiceOf', { time: when(reply.at) })
      : ''
  const seats =
    facts.seatsFree === 0 ? t('seats.full') : t('seats.free', { count: facts.seatsFree ?? 0 })
  const notes: Record<Mode, string> = {
    onSite: facts.seatsFree === null ? '' : seats,
    video: facts.hasVirtualRoom ? '' : t('noRoom'),
    phone: facts.dialInNumber || t('noDialIn'),
  }
  return (
    <div className="reply-choice">
      <div className="question">
        <h2>{question}</h2>
        <ReplyStatus
          reply={reply}
          isOwn={name === undefined}
          replying={replying}
          deputies={[...(deputies.data ?? []), ...found]}
        />
        {step === 'idle' ? (
          <OtherDate
            startsAt={facts.startsAt}
            reply={reply}
            name={name}
            formerReply={formerReply}
            replying={replying}
          />
        ) : null}
      </div>
      <Overlaps overlaps={facts.overlaps} />
      <ModeChoice
        label={question}
        chosen={chosen}
        chosenNote={chosenNote}
        notes={notes}
        onChoose={mode => replying.choose({ kind: 'accepted', mode })}
      />
      <DeclineChoice
        reply={reply}
        isOwn={name === undefined}
        deputies={deputies}
        token={token}
        onFound={deputy => setFound([deputy])}
        replying={replying}
        aside={aside}
      />
    </div>
  )
}
