import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, type ReactNode } from 'react'
import type { MailDetail } from '../../../src/mail/contract.ts'
import { hiddenLink } from '../../../src/mail/rules.ts'
import type { Id } from '../../../src/lib/ids.ts'
import { api, send } from '../api.ts'
import { FormProblem } from '../frame/FormProblem.tsx'
import { ButtonLink } from '../frame/links.tsx'
import { Loaded } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { useSession, useStaff } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { Panel } from '../ui/Panel.tsx'
import { Time } from '../ui/time.tsx'
import { useToast } from '../ui/Toast.tsx'
import { CalendarCard } from './CalendarCard.tsx'
import { HandOver } from './HandOver.tsx'
import { MailState } from './MailState.tsx'
import { mailQuery } from './queries.ts'

/** One mail with its text and delivery. */
export function MailPanel({ mailId }: { mailId: Id<'mail'> }) {
  const t = useT('invitations')
  const common = useT('common')
  const { staffId } = useStaff()
  const mail = useQuery(mailQuery(staffId, mailId))
  const box = useRef<HTMLDivElement>(null)
  const isLoaded = mail.data !== undefined
  useEffect(() => box.current?.focus({ preventScroll: true }), [])
  // on a narrow screen the mail is below the list, so the page scrolls to it, and again once it is
  // loaded and has its height
  useEffect(() => {
    if (window.matchMedia('(max-width: 1023px)').matches) box.current?.scrollIntoView()
  }, [isLoaded])
  return (
    <div ref={box} tabIndex={-1} className="mail-panel">
      <Panel
        title={t('detail.title')}
        aside={
          <ButtonLink size="small" variant="tertiary" to="/outbox" hash="">
            {common('action.close')}
          </ButtonLink>
        }
      >
        <Loaded query={mail} what={t('detail.title')}>
          {loaded => <Mail mail={loaded} />}
        </Loaded>
      </Panel>
    </div>
  )
}

function Mail({ mail }: { mail: MailDetail }) {
  const t = useT('invitations')
  const { staffId } = useStaff()
  const session = useSession()
  const say = useToast()
  const queries = useQueryClient()
  const { mailId } = mail
  const retry = useMutation({
    mutationFn: () => send(api.api.mails[':mailId'].retry.$post({ param: { mailId } })),
    onSuccess: () => {
      say(t('detail.retried', { name: mail.toName }))
      return queries.invalidateQueries({ queryKey: ['staff', staffId, 'outbox'] })
    },
  })
  const canRetry = mail.state === 'failed' || mail.state === 'unsent'
  return (
    <>
      <div className="body stack">
        <dl className="definition">
          <Fact name={t('column.to')}>
            {mail.toName} <span className="nowrap soft">{mail.toAddress}</span>
          </Fact>
          <Fact name={t(mail.subject === null ? 'column.kind' : 'column.subject')}>
            <b>{mail.subject ?? t(`kind.${mail.kind}`)}</b>
          </Fact>
          <Fact name={t('column.state')}>
            <MailState mail={mail} />
          </Fact>
          <Fact name={t('detail.written')}>
            <Time at={mail.createdAt} as="dateTime" />
          </Fact>
          {mail.sentAt ? (
            <Fact name={t('detail.sent')}>
              <Time at={mail.sentAt} as="dateTime" />
            </Fact>
          ) : null}
        </dl>
        {mail.state === 'pending' && mail.problem !== null ? (
          <p className="secondary">
            {t(mail.mayHaveArrived ? 'detail.mayHaveArrived' : 'detail.waits', {
              name: mail.toName,
            })}
          </p>
        ) : null}
        {mail.state === 'failed' ? (
          <p className="secondary">{t('detail.failedDo', { name: mail.toName })}</p>
        ) : null}
        {mail.state === 'withdrawn' ? (
          <p className="secondary">
            {t(mail.kind === 'left' ? 'detail.withdrawnBack' : 'detail.withdrawn', {
              name: mail.toName,
            })}
          </p>
        ) : null}
        {mail.state === 'superseded' ? <p className="secondary">{t('detail.superseded')}</p> : null}
        {mail.state === 'unsent' ? (
          <p className="secondary">{t('detail.unsentDo', { name: mail.toName })}</p>
        ) : null}
        {canRetry || mail.meetingId || mail.memberId ? (
          <div className="row wrap">
            <HandOver mail={mail} />
            {canRetry ? (
              <Button
                variant={mail.state === 'failed' ? 'primary' : 'secondary'}
                disabledReason={session.mail === 'outbox' ? t('detail.noServer') : null}
                busy={retry.isPending && t('detail.retrying')}
                onClick={() => retry.mutate()}
              >
                {t(mail.state === 'failed' ? 'detail.retry' : 'detail.sendNow')}
              </Button>
            ) : null}
            {mail.state === 'failed' ? (
              <ButtonLink to="/staff">{t('detail.toStaff')}</ButtonLink>
            ) : null}
            {mail.meetingId ? (
              <ButtonLink
                variant="tertiary"
                to="/meetings/$meetingId"
                params={{ meetingId: mail.meetingId }}
              >
                {t('detail.toMeeting')}
              </ButtonLink>
            ) : null}
          </div>
        ) : null}
        <FormProblem error={retry.error} />
      </div>
      {mail.calendar && mail.calendarMethod ? (
        <CalendarCard method={mail.calendarMethod} calendar={mail.calendar} />
      ) : null}
      <div className="mail-part">
        <h3>{t('detail.text')}</h3>
        {mail.text === null ? (
          <p className="secondary soft">{t('detail.notForYou')}</p>
        ) : (
          <>
            {mail.text.includes(hiddenLink) ? (
              <p className="secondary soft">{t('detail.linksHidden')}</p>
            ) : null}
            <p className="mail-text">{mail.text}</p>
          </>
        )}
      </div>
    </>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}
