import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import type { MailCounts, MailSummary } from '../../../src/mail/contract.ts'
import {
  mayPrintLinks,
  maySeeMailText,
  maySeeOutbox,
  pageOfMails,
} from '../../../src/mail/rules.ts'
import type { Id } from '../../../src/lib/ids.ts'
import { ButtonLink } from '../frame/links.tsx'
import { LiveStamp } from '../frame/LiveStamp.tsx'
import { Loaded, together } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { useLive } from '../live.ts'
import { useActor, useSession, useStaff } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { PageTitle, Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { Table } from '../ui/Table.tsx'
import { Time } from '../ui/time.tsx'
import { MailPanel } from './MailPanel.tsx'
import { MailState } from './MailState.tsx'
import { mailCountsQuery, outboxQuery } from './queries.ts'
import { StateFilter, countOf, type Filter } from './StateFilter.tsx'
import './outbox.css'

/** Postausgang: all mails of this staff, whether they were sent, and why not. */
export function OutboxPage() {
  const t = useT('invitations')
  const staff = useStaff()
  const actor = useActor()
  const { mail } = useSession()
  return (
    <div className="page roomy stack outbox">
      <PageTitle title={t('title')} actions={<LiveStamp />} />
      {!maySeeOutbox(actor, staff) ? (
        <Panel>
          <EmptyState title={t('onlyLeadAndIt')} />
        </Panel>
      ) : (
        <>
          {mail === 'outbox' ? (
            <div className="panel unsent-notice" role="status">
              <b className="warn-text">{t('noServer.title')}</b>
              <p>{t(mayPrintLinks(actor, staff) ? 'noServer.text' : 'noServer.textIt')}</p>
            </div>
          ) : null}
          <Mails />
        </>
      )}
    </div>
  )
}

function Mails() {
  const t = useT('invitations')
  const { staffId } = useStaff()
  const [filter, setFilter] = useState<Filter>('all')
  const [typed, setTyped] = useState('')
  const search = useDeferredValue(typed.trim())
  const list = useInfiniteQuery(
    outboxQuery(staffId, { state: filter === 'all' ? null : filter, search }),
  )
  const counts = useQuery(mailCountsQuery(staffId, search))
  useLive([`staff:${staffId}:outbox`])
  const { hash } = useLocation()
  // the server answers a malformed mail id
  const openId = hash === '' ? null : (hash as Id<'mail'>)
  return (
    <div className={openId ? 'two-columns' : undefined}>
      <Loaded query={together(list, counts)} what={t('title')}>
        {([{ pages }, counted]) => (
          <MailList
            mails={pages.flat()}
            counts={counted}
            filter={filter}
            onFilter={setFilter}
            search={{ typed, onType: setTyped }}
            more={list.hasNextPage ? list : null}
          />
        )}
      </Loaded>
      {openId ? <MailPanel key={openId} mailId={openId} /> : null}
    </div>
  )
}

type More = { fetchNextPage: () => unknown; isFetchingNextPage: boolean }

function MailList({
  mails,
  counts,
  filter,
  onFilter,
  search,
  more,
}: {
  mails: readonly MailSummary[]
  counts: MailCounts
  filter: Filter
  onFilter: (filter: Filter) => void
  search: { typed: string; onType: (typed: string) => void }
  more: More | null
}) {
  const t = useT('invitations')
  const common = useT('common')
  const staff = useStaff()
  const actor = useActor()
  // a mail whose subject is hidden from the reader is shown by its kind
  const subjectOf = (mail: MailSummary) => mail.subject ?? t(`kind.${mail.kind}`)
  const isNarrowed = filter !== 'all' || search.typed !== ''
  const all = countOf(counts, filter)
  return (
    <div className="stack">
      <Panel>
        {isNarrowed || all > 0 ? (
          <StateFilter counts={counts} value={filter} onChange={onFilter} />
        ) : null}
        <Table
          caption={t('title')}
          rows={mails}
          search={isNarrowed || all > 0 ? { ...search, found: all } : undefined}
          rowKey={mail => mail.mailId}
          tone={mail => (mail.state === 'failed' ? 'bad' : undefined)}
          empty={
            search.typed !== '' ? (
              <EmptyState title={common('ui.nothingFound', { text: search.typed })} />
            ) : isNarrowed ? (
              <EmptyState title={t('noneOfState')} />
            ) : (
              <EmptyState
                title={t('none')}
                action={<ButtonLink to="/meetings">{t('toMeetings')}</ButtonLink>}
              >
                {t('noneText')}
              </EmptyState>
            )
          }
          columns={[
            {
              id: 'at',
              header: t('column.at'),
              sortBy: mail => mail.createdAt,
              cell: mail => <Time at={mail.sentAt ?? mail.createdAt} as="spoken" />,
            },
            {
              id: 'to',
              header: t('column.to'),
              sortBy: mail => mail.toName,
              searchText: mail => `${mail.toName} ${mail.toAddress}`,
              cell: mail => (
                <span>
                  <b>{mail.toName}</b>
                  <br />
                  <span className="secondary soft">{mail.toAddress}</span>
                </span>
              ),
            },
            {
              id: 'subject',
              header: t(maySeeMailText(actor, staff) ? 'column.subject' : 'column.kind'),
              sortBy: subjectOf,
              searchText: mail => `${subjectOf(mail)} ${t(`kind.${mail.kind}`)}`,
              cell: mail => (
                <span>
                  <Link
                    to="/outbox"
                    hash={mail.mailId}
                    activeOptions={{ includeHash: true }}
                    className="mail-link"
                  >
                    {subjectOf(mail)}
                  </Link>
                  {mail.subject === null ? null : (
                    <>
                      <br />
                      <span className="secondary soft">{t(`kind.${mail.kind}`)}</span>
                    </>
                  )}
                </span>
              ),
            },
            {
              id: 'state',
              header: t('column.state'),
              sortBy: mail => t(`state.${mail.state}`),
              searchText: mail => `${t(`state.${mail.state}`)} ${mail.problem ?? ''}`,
              cell: mail => <MailState mail={mail} />,
            },
          ]}
        />
        {more ? (
          <div className="table-tools no-print">
            <Button
              size="small"
              busy={more.isFetchingNextPage && t('loadingMore')}
              onClick={() => void more.fetchNextPage()}
            >
              {common('ui.showMore', { count: Math.min(pageOfMails, all - mails.length) })}
            </Button>
            <span className="secondary soft">
              {common('ui.shown', { shown: mails.length, all })}
            </span>
          </div>
        ) : null}
      </Panel>
    </div>
  )
}
