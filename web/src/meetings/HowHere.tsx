import { serverNow } from '../ui/clock.ts'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { countsFrom } from '../../../src/attendance/rules/desk.ts'
import type { ActingPerson } from '../../../src/board/contract.ts'
import type { Mode } from '../../../src/lib/modes.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { api, send } from '../api.ts'
import { SaveProblem } from '../frame/InlineForm.tsx'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Panel } from '../ui/Panel.tsx'
import { useFormat, useNow } from '../ui/time.tsx'
import { ModeChoice } from '../words/Mode.tsx'
import { useActing, useActWords } from './acting.ts'
import './acting.css'

const justOpenedMs = 15_000

/**
 * *Wie sind Sie dabei?*, asked once, in place, of a reader who acts and is not recorded. *virtuell*
 * is recorded, too, and then leads to the lobby.
 */
export function HowHere({ meeting }: { meeting: Meeting }) {
  const { mine } = useActing(meeting)
  return mine ? <Question meeting={meeting} mine={mine} /> : null
}

function Question({ meeting, mine }: { meeting: Meeting; mine: ActingPerson }) {
  const t = useT('meetings')
  const common = useT('common')
  const format = useFormat()
  const navigate = useNavigate()
  const words = useActWords()
  const box = useRef<HTMLDivElement>(null)
  const isJustOpened =
    mine.hasOpened && serverNow() - Date.parse(meeting.openedAt ?? '') < justOpenedMs
  useEffect(() => {
    // the button that opened is gone, and with it the place of the keyboard
    if (isJustOpened && document.activeElement === document.body)
      box.current?.focus({ preventScroll: true })
  }, [isJustOpened])
  const now = useNow(10_000)
  const { meetingId } = meeting
  const save = useSave({
    send: (answer: Mode | 'notThere') =>
      send(
        api.api.meetings[':meetingId'].presence.$post({
          param: { meetingId },
          json: { memberId: mine.memberId, answer },
        }),
      ),
    done: (_, answer) =>
      answer === 'notThere'
        ? t('acting.saidNotThere')
        : t('acting.said', { mode: common(`mode.${answer}`) }),
    stale: [['meeting', meetingId]],
    onSaved: (_, answer) => {
      if (answer === 'video' && meeting.hasVirtualRoom)
        void navigate({ to: '/meetings/$meetingId/lobby', params: { meetingId } })
    },
    says: { conflict: t('acting.already') },
  })
  const from = countsFrom({
    now: new Date(now),
    openedAt: new Date(meeting.openedAt ?? now),
    isOpener: mine.hasOpened,
  })
  return (
    <div className="acting-question" ref={box} tabIndex={-1}>
      <Panel
        title={t('acting.question')}
        aside={<span className="secondary soft">{t('acting.once')}</span>}
        isPadded
      >
        <div className="stack">
          <p className="secondary">
            {t('acting.why', { what: words(mine), time: format.time(from) })}
          </p>
          <ModeChoice
            label={t('acting.question')}
            chosen={null}
            notes={{
              onSite: meeting.place,
              video: t(meeting.hasVirtualRoom ? 'acting.opensLobby' : 'acting.noRoom'),
              phone: meeting.dialInNumber,
            }}
            onChoose={save.submit}
          />
          <div className="row wrap">
            <Button
              onClick={() => save.submit('notThere')}
              busy={save.isBusy && common('ui.saving')}
            >
              {t('acting.notThere')}
            </Button>
            <span className="secondary soft end">{t('acting.shownAs')}</span>
          </div>
          <SaveProblem save={save} />
        </div>
      </Panel>
    </div>
  )
}
