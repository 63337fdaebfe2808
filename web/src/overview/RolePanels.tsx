import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { seesContent } from '../../../src/lib/actor.ts'
import type { StaffId } from '../../../src/lib/ids.ts'
import { ButtonLink } from '../frame/links.tsx'
import { useHotline } from '../hotline.tsx'
import { useT } from '../i18n/i18n.ts'
import { mailCountsQuery } from '../invitations/queries.ts'
import { rosterQuery } from '../roster/queries.ts'
import { useActor, useSession } from '../session.tsx'
import { CallLink } from '../ui/Button.tsx'
import { Badge, Panel, type Tone } from '../ui/Panel.tsx'

type OfStaff = { staff: { staffId: StaffId } }

const videoReasons = ['off', 'noServer', 'buildFailed', 'startFailed'] as const

/** For people with the role IT: what they look after, without content of meetings. */
export function TechnologyPanel({ staff: { staffId } }: OfStaff) {
  const t = useT('overview')
  const { video, mail } = useSession()
  const actor = useActor()
  const mails = useQuery(mailCountsQuery(staffId, '')).data ?? {}
  const roster = useQuery(rosterQuery(staffId)).data
  const why = videoReasons.find(each => video.state !== 'ready' && each === video.reason)
  const failed = mails.failed ?? 0
  const waiting = (mails.pending ?? 0) + (mails.sending ?? 0)
  const withoutFactor = roster?.counts.withoutSecondFactor ?? 0
  const videoTone: Record<typeof video.state, Tone> = {
    ready: 'ok',
    preparing: 'warn',
    unavailable: 'bad',
  }
  return (
    <Panel title={t('technology.title')}>
      <Fact name={t('technology.video')} note={why ? t(`technology.why.${why}`) : ''}>
        <Badge tone={videoTone[video.state]}>{t(`technology.videoState.${video.state}`)}</Badge>
      </Fact>
      <Fact
        name={t('technology.mail')}
        note={waiting > 0 ? t('technology.waiting', { count: waiting }) : ''}
      >
        {failed > 0 ? <Badge tone="bad">{t('technology.failed', { count: failed })}</Badge> : null}
        <Badge tone={mail === 'smtp' ? 'ok' : 'warn'}>{t(`technology.mailState.${mail}`)}</Badge>
        <ButtonLink size="small" to="/outbox">
          {t('technology.toOutbox')}
        </ButtonLink>
      </Fact>
      <Fact
        name={t('technology.access')}
        note={withoutFactor > 0 ? t('technology.withoutFactor', { count: withoutFactor }) : ''}
      >
        <ButtonLink size="small" to="/staff">
          {t('technology.toStaff')}
        </ButtonLink>
      </Fact>
      {seesContent(actor, staffId) ? null : (
        <p className="line secondary soft">{t('technology.noContent')}</p>
      )}
    </Panel>
  )
}

function Fact({ name, note, children }: { name: string; note: string; children: ReactNode }) {
  return (
    <div className="line wrap">
      <span className="grow">
        <b>{name}</b>
        {note ? <span className="secondary soft block">{note}</span> : null}
      </span>
      {children}
    </div>
  )
}

/** For the records desk: attendance and released minutes. */
export function RecordsPanel() {
  const t = useT('overview')
  return (
    <Panel title={t('records.title')} isPadded>
      <p>{t('records.text')}</p>
      <p className="row wrap records-links">
        <ButtonLink variant="primary" to="/records">
          {t('records.attendance')}
        </ButtonLink>
        <ButtonLink to="/minutes">{t('records.minutes')}</ButtonLink>
      </p>
    </Panel>
  )
}

/** For people who are in no staff, or not any more. */
export function NoStaff() {
  const t = useT('overview')
  const common = useT('common')
  const hotline = useHotline()
  return (
    <Panel isRoomy>
      <h1>{t('noStaff.title')}</h1>
      <p>{t('noStaff.text')}</p>
      <p className="row wrap records-links">
        {hotline ? (
          <CallLink number={hotline}>{common('nav.hotline', { number: hotline })}</CallLink>
        ) : null}
        <ButtonLink to="/account">{common('nav.account')}</ButtonLink>
      </p>
    </Panel>
  )
}
