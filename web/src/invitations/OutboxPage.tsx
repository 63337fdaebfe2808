import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import { useState } from 'react'
import type { MailSummary } from '../../../src/mail/contract.ts'
import { mayPrintLinks, maySeeMailText, maySeeOutbox } from '../../../src/mail/rules.ts'
import type { Id } from '../../../src/lib/ids.ts'
import { ButtonLink } from '../frame/links.tsx'
import { LiveStamp } from '../frame/LiveStamp.tsx'
import { Loaded } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { useLive } from '../live.ts'
import { useActor, useSession, useStaff } from '../session.tsx'
import { PageTitle, Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { Table } from '../ui/Table.tsx'
import { Time } from '../ui/time.tsx'
import { MailPanel } from './MailPanel.tsx'
import { MailState } from './MailState.tsx'
import { outboxQuery } from './queries.ts'
import { StateFilter, fits, type Filter } from './StateFilter.tsx'
import './outbox.css'

const shownAtMost = 200

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
  const query = useQuery(outboxQuery(staffId))
  useLive([`staff:${staffId}:outbox`])
  const { hash } = useLocation()
  // the server answers a malformed mail id
  const openId = hash === '' ? null : (hash as Id<'mail'>)
  return (
    <div className={openId ? 'two-columns' : undefined}>
      <Loaded query={query} what={t('title')}>
        {mails => <MailList mails={mails} />}
      </Loaded>
      {openId ? <MailPanel key={openId} mailId={openId} /> : null}
    </div>
  )
}

function MailList({ mails }: { mails: readonly MailSummary[] }) {
  const t = useT('invitations')
  const staff = useStaff()
  const actor = useActor()
  const [filter, setFilter] = useState<Filter>('all')
  const shown = mails.filter(mail => fits(mail, filter))
  // a mail whose subject is hidden from the reader is shown by its kind
  const subjectOf = (mail: MailSummary) => mail.subject ?? t(`kind.${mail.kind}`)
  return (
    <div className="stack">
      <Panel>
        {mails.length > 0 ? (
          <StateFilter mails={mails} value={filter} onChange={setFilter} />
        ) : null}
        <Table
          caption={t('title')}
          rows={shown}
          rowKey={mail => mail.mailId}
          tone={mail => (mail.state === 'failed' ? 'bad' : undefined)}
          empty={
            mails.length > 0 ? (
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
      </Panel>
      {mails.length >= shownAtMost ? (
        <p className="secondary soft">{t('newestOnly', { count: shownAtMost })}</p>
      ) : null}
    </div>
  )
}
