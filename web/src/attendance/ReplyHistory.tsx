import { useQuery } from '@tanstack/react-query'
import type { MeetingId } from '../../../src/lib/ids.ts'
import type { ReplyView } from '../../../src/meetings/contract/meeting.ts'
import { Loaded } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { Table } from '../ui/Table.tsx'
import { Time } from '../ui/time.tsx'
import { usePromiseWords } from '../words/promise.ts'
import { replyHistoryQuery } from './queries.ts'

/** All changes of a reply with time, actor and source. */
export function ReplyHistory({ meetingId }: { meetingId: MeetingId }) {
  const t = useT('attendance')
  const common = useT('common')
  const history = useQuery(replyHistoryQuery(meetingId))
  const promiseOf = usePromiseWords()
  const wayOf = (reply: ReplyView) =>
    [common(`source.${reply.source}`), reply.source === 'onBehalf' ? reply.byName : '']
      .filter(Boolean)
      .join(', ')
  return (
    <Panel title={t('history.title')}>
      <Loaded query={history} what={t('history.title')}>
        {changes => (
          <Table
            caption={t('history.title')}
            hasTools={changes.length > 8}
            rows={changes
              .map((change, i) => ({ ...change, id: `${i}` }))
              .sort((a, b) => b.reply.at.localeCompare(a.reply.at))}
            rowKey={change => change.id}
            empty={<EmptyState title={t('history.none')} />}
            columns={[
              {
                id: 'at',
                header: t('history.when'),
                sortBy: change => change.reply.at,
                cell: change => <Time at={change.reply.at} as="spoken" />,
              },
              {
                id: 'name',
                header: common('word.name'),
                sortBy: change => change.name,
                cell: change => <b>{change.name}</b>,
              },
              {
                id: 'what',
                header: t('history.what'),
                sortBy: change => promiseOf(change.reply),
                cell: change => promiseOf(change.reply),
              },
              {
                id: 'how',
                header: t('history.how'),
                sortBy: change => wayOf(change.reply),
                cell: change => <span className="secondary soft">{wayOf(change.reply)}</span>,
              },
            ]}
          />
        )}
      </Loaded>
    </Panel>
  )
}
