import { useFormat } from '../ui/time.tsx'
import { maySeeOutbox } from '../../../src/mail/rules.ts'
import type { NeedsHand } from '../../../src/overview/contract.ts'
import { ButtonLink } from '../frame/links.tsx'
import { useT } from '../i18n/i18n.ts'
import { few } from '../words/few.ts'
import { useActor, type MyStaff } from '../session.tsx'
import { Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import type { z } from 'zod'

type Item = z.infer<typeof NeedsHand>

/** Tasks of lead and KGS; each line links to the page where it is done. */
export function NeedsHandPanel({ items, staff }: { items: readonly Item[]; staff: MyStaff }) {
  const t = useT('overview')
  const common = useT('common')
  const format = useFormat()
  const titleWithDay = ({ meetingTitle, startsAt, more }: Item) => {
    const one = [meetingTitle, startsAt && format.spoken(startsAt)].filter(Boolean).join(', ')
    return more > 0 ? `${one} ${t('hand.more', { count: more })}` : one
  }
  const andMore = (count: number) => common('andMore', { count })
  return (
    <Panel title={t('hand.title')}>
      {items.length === 0 ? (
        <EmptyState title={t('hand.none')}>{t('hand.noneText')}</EmptyState>
      ) : null}
      <ul className="plain-list">
        {items.map(item => (
          <li key={`${item.kind}${item.meetingId ?? ''}`} className="line">
            <span className="grow">
              <b>
                {item.kind === 'unfilled'
                  ? t('hand.unfilled.what', {
                      functions: few(item.functions, andMore),
                    })
                  : t(`hand.${item.kind}.what`, { count: item.count })}
              </b>
              <br />
              <span className="secondary soft">
                {item.kind === 'unfilled'
                  ? t('hand.unfilled.meetings', {
                      count: item.count,
                      title: titleWithDay(item),
                    })
                  : item.meetingTitle === null
                    ? [
                        few(item.names, andMore),
                        t(
                          item.kind === 'mailWaits' ? 'hand.mailWaits.stillTried' : 'hand.lastDays',
                        ),
                      ]
                        .filter(Boolean)
                        .join(', ')
                    : titleWithDay(item)}
              </span>
            </span>
            <Where item={item} staff={staff} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Where({ item, staff }: { item: Item; staff: MyStaff }) {
  const t = useT('overview')
  const actor = useActor()
  const text = t(`hand.${item.kind}.act`)
  if (item.kind === 'mailFailed' || item.kind === 'mailWaits' || item.meetingId === null) {
    return maySeeOutbox(actor, staff) ? (
      <ButtonLink size="small" to="/outbox">
        {text}
      </ButtonLink>
    ) : item.kind === 'mailWaits' ? null : (
      // the KGS may not read the outbox; the roster shows whom mail does not reach
      <ButtonLink size="small" to="/staff">
        {t('hand.toStaff')}
      </ButtonLink>
    )
  }
  const params = { meetingId: item.meetingId }
  if (item.kind === 'unfilled' || item.kind === 'notOpened' || item.kind === 'minuteTakerGone')
    return (
      <ButtonLink size="small" to="/meetings/$meetingId" params={params}>
        {text}
      </ButtonLink>
    )
  return item.kind === 'noReply' || item.kind === 'functionOpen' ? (
    <ButtonLink size="small" to="/meetings/$meetingId/attendance" params={params}>
      {text}
    </ButtonLink>
  ) : (
    <ButtonLink size="small" to="/meetings/$meetingId/minutes" params={params}>
      {text}
    </ButtonLink>
  )
}
