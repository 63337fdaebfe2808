import { Link } from '@tanstack/react-router'
import type { FunctionId } from '../../../src/lib/ids.ts'
import type { HolderAnswer } from '../../../src/records/contract.ts'
import { mayExportRunning } from '../../../src/records/rules.ts'
import { AttendanceBand } from '../attendance/Band.tsx'
import { useT } from '../i18n/i18n.ts'
import { useActor, type MyStaff } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { Badge, Panel } from '../ui/Panel.tsx'
import { Table } from '../ui/Table.tsx'
import { EmptyState } from '../ui/states.tsx'
import { Time, useFormat, ZoneProvider } from '../ui/time.tsx'
import { ModeWord } from '../words/Mode.tsx'
import { StatementLink } from './StatementLink.tsx'

type InMeeting = HolderAnswer['meetings'][number]
type Filler = InMeeting['filledBy'][number]

/** The answer: a name first, then how that is known; between meetings only what the roster says. */
export function HolderAnswerPanel({
  staff,
  functionId,
  answer,
  onAsk,
}: {
  staff: MyStaff
  functionId: FunctionId
  answer: HolderAnswer
  onAsk: (moment: Date) => void
}) {
  const t = useT('records')
  const format = useFormat()
  const rosterWords = useRosterWords()
  const mayRunning = mayExportRunning(useActor(), staff)
  const { functionLabel, at, meetings, before, after, roster } = answer
  const sought = Date.parse(at)
  return (
    <>
      <Panel isPadded>
        <div className="stack holder-answer" role="status">
          <p className="overline">
            {functionLabel} · {format.dateTime(at)}
          </p>
          {meetings.length === 0 ? <ByRoster answer={answer} /> : null}
          {meetings.map(meeting => (
            <InOneMeeting key={meeting.meetingId} meeting={meeting} />
          ))}
          {meetings.length > 0 && roster.length > 0 ? (
            <p className="soft">{t('holder.byRoster', { names: rosterWords(answer) })}</p>
          ) : null}
          {meetings.map(({ meetingId, closedAt }) => {
            const refusal = closedAt || mayRunning ? null : t('export.onlyLeadRuns')
            return (
              <p key={meetingId} className="row wrap no-print">
                <StatementLink
                  variant="primary"
                  subject="functions"
                  extent={{ meetingId }}
                  functionId={functionId}
                  refusal={refusal}
                >
                  {t('holder.statement')}
                </StatementLink>
                <StatementLink subject="meetings" extent={{ meetingId }} refusal={refusal}>
                  {t('holder.ofMeeting')}
                </StatementLink>
              </p>
            )
          })}
          <p className="row wrap no-print">
            {before ? (
              <Button size="small" onClick={() => onAsk(new Date(before.openedAt))}>
                {t('holder.before', {
                  title: before.title,
                  date: format.date(before.openedAt, 'short'),
                })}
              </Button>
            ) : null}
            {after ? (
              <Button size="small" onClick={() => onAsk(new Date(after.openedAt))}>
                {t('holder.after', {
                  title: after.title,
                  date: format.date(after.openedAt, 'short'),
                })}
              </Button>
            ) : null}
            <Button size="small" onClick={() => window.print()}>
              {t('holder.print')}
            </Button>
          </p>
        </div>
      </Panel>
      {meetings.map(meeting => (
        <Evidence key={meeting.meetingId} meeting={meeting} soughtMs={sought} onAsk={onAsk} />
      ))}
    </>
  )
}

function useRosterWords() {
  const t = useT('records')
  return ({ roster }: HolderAnswer) =>
    roster
      .map(({ name, rank }) => (rank === 0 ? name : t('holder.deputy', { name, rank })))
      .join(', ')
}

function ByRoster({ answer }: { answer: HolderAnswer }) {
  const t = useT('records')
  const format = useFormat()
  const say = useRosterWords()
  const { before, after } = answer
  return (
    <>
      <p className="headline">{t('holder.between')}</p>
      <p>
        {answer.roster.length > 0
          ? t('holder.byRoster', { names: say(answer) })
          : t('holder.noHolder')}{' '}
        {t('holder.notRecorded')}
      </p>
      <p className="soft">
        {before?.closedAt
          ? t('holder.lastClosed', {
              title: before.title,
              when: format.dateTime(before.closedAt, 'medium'),
            })
          : t('holder.noneBefore')}{' '}
        {after
          ? t('holder.nextOpened', {
              title: after.title,
              when: format.dateTime(after.openedAt, 'medium'),
            })
          : t('holder.noneAfter')}
      </p>
    </>
  )
}

function InOneMeeting({ meeting }: { meeting: InMeeting }) {
  const t = useT('records')
  const common = useT('common')
  const format = useFormat()
  const { filledBy, unfilled, openedAt, closedAt } = meeting
  return (
    <>
      {filledBy.length === 0 ? <p className="headline bad-text">{t('holder.nobody')}</p> : null}
      {unfilled ? (
        <p>
          {t('holder.unfilled', { span: format.range(unfilled.from, unfilled.until, openedAt) })}
        </p>
      ) : null}
      {filledBy.map(filler => (
        <WhoFilled key={filler.name} filler={filler} beside={openedAt} />
      ))}
      <p className="row wrap">
        <Link to="/meetings/$meetingId/attendance" params={{ meetingId: meeting.meetingId }}>
          {meeting.title}
        </Link>
        <span>
          {meeting.incidentTitle} · {common(`kind.${meeting.kind}`)} ·{' '}
          {closedAt
            ? format.range(openedAt, closedAt, openedAt)
            : t('holder.since', { time: format.time(openedAt, openedAt) })}
        </span>
      </p>
    </>
  )
}

/** How it is known: the function over the time of the meeting, and each edge with its source. */
function Evidence({
  meeting,
  soughtMs,
  onAsk,
}: {
  meeting: InMeeting
  soughtMs: number
  onAsk: (moment: Date) => void
}) {
  const t = useT('records')
  const common = useT('common')
  const format = useFormat()
  const { band, events, openedAt } = meeting
  return (
    <ZoneProvider zone={format.zone} day={openedAt}>
      <AttendanceBand
        rows={band.rows.map(row => ({
          ...row,
          block: row.block ?? '',
          bars: row.bars.map(bar => ({
            kind: bar.kind,
            fromMs: Date.parse(bar.from),
            untilMs: Date.parse(bar.until),
          })),
        }))}
        window={{ fromMs: Date.parse(band.from), untilMs: Date.parse(band.until) }}
        nowMs={soughtMs}
      />
      <Panel
        title={t('holder.events')}
        aside={edgesAround(events, soughtMs).map(edge => (
          <Button key={edge} size="small" onClick={() => onAsk(new Date(edge))}>
            {edge < soughtMs
              ? t('holder.earlier', { time: format.time(edge, openedAt) })
              : t('holder.later', { time: format.time(edge, openedAt) })}
          </Button>
        ))}
      >
        <Table
          caption={t('holder.events')}
          hasTools={false}
          rows={events}
          rowKey={event => `${event.at} ${event.name} ${event.edge} ${event.mode}`}
          empty={<EmptyState title={t('holder.noEvents')} />}
          columns={[
            {
              id: 'at',
              header: t('holder.when'),
              cell: event => <Time at={event.at} as="seconds" />,
            },
            {
              id: 'what',
              header: t('holder.what'),
              cell: event =>
                t(`holder.${event.edge}`, { name: event.name, mode: common(`mode.${event.mode}`) }),
            },
            {
              id: 'source',
              header: t('holder.source'),
              cell: event =>
                [
                  common(`source.${event.source}`),
                  ...(event.byName ? [t('holder.enteredBy', { name: event.byName })] : []),
                  ...(event.isCorrected ? [t('holder.corrected')] : []),
                ].join(', '),
            },
            {
              id: 'unsure',
              header: t('holder.unsure'),
              cell: event =>
                event.uncertaintyMs > 0
                  ? t('holder.within', { seconds: Math.ceil(event.uncertaintyMs / 1000) })
                  : '–',
            },
          ]}
        />
      </Panel>
    </ZoneProvider>
  )
}

/** The last edge before a moment and the first after it. */
function edgesAround(events: InMeeting['events'], soughtMs: number): number[] {
  const edges = events.map(event => Date.parse(event.at))
  return [
    // a minute before a change, because questions have whole minutes
    edges.findLast(edge => edge < soughtMs - 60_000),
    edges.find(edge => edge > soughtMs + 60_000),
  ].filter(edge => edge !== undefined)
}

function WhoFilled({ filler, beside }: { filler: Filler; beside: string }) {
  const t = useT('records')
  const common = useT('common')
  const format = useFormat()
  const { deputyForNames, rank, mode, from, until, isOpen, sources, uncertaintyMs } = filler
  const stands = [
    ...(deputyForNames.length > 0
      ? [t('holder.inPlaceOf', { names: deputyForNames.join(', ') })]
      : []),
    ...(rank === null ? [] : [rank === 0 ? t('holder.holder') : t('holder.rank', { rank })]),
  ].join(' · ')
  return (
    <>
      <p className="headline">{filler.name}</p>
      <p className="row wrap">
        {stands ? <span>{stands} ·</span> : null}
        <ModeWord kind={mode} />
        <b>
          {isOpen
            ? t('holder.since', { time: format.time(from, beside) })
            : t('holder.span', {
                from: format.time(from, beside),
                until: format.time(until, beside),
              })}
        </b>
        <Badge>{sources.map(source => common(`source.${source}`)).join(', ')}</Badge>
        {uncertaintyMs > 0 ? (
          <Badge tone="warn">
            {t('holder.within', { seconds: Math.ceil(uncertaintyMs / 1000) })}
          </Badge>
        ) : null}
      </p>
    </>
  )
}
