import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Link, Navigate, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import type { SessionView } from '../../../src/access/contract/session.ts'
import type { Template } from '../../../src/roster/contract/roster.ts'
import { api, send } from '../api.ts'
import { FormProblem } from '../frame/FormProblem.tsx'
import { PublicFrame } from '../frame/PublicFrame.tsx'
import { useT } from '../i18n/i18n.ts'
import { TemplateChoice } from '../roster/TemplateChoice.tsx'
import { Button } from '../ui/Button.tsx'
import { Badge, Panel } from '../ui/Panel.tsx'
import { sessionQuery } from '../visitor.ts'
import './accounts.css'
import { FirstStaffForm } from './FirstStaffForm.tsx'
import { CodeLeavesAddress, StartCodePanel } from './StartCodePanel.tsx'

/**
 * Makes a new staff or the sample. Shown only on an empty installation, to a visitor who has the
 * start code.
 */
export function FirstStartPage() {
  const t = useT('accounts')
  // the states of video and mail may change while somebody reads the page
  const { data: session } = useSuspenseQuery({
    ...sessionQuery,
    refetchInterval: query => (query.state.data?.video.state === 'preparing' ? 3_000 : false),
  })
  const [template, setTemplate] = useState<Template>('nrw')
  const [isOwn, setOwn] = useState(false)
  return (
    <PublicFrame signsIn>
      <title>{`${t('first.title')} · Lagerunde`}</title>
      {session.startCode ? (
        <StartCodePanel file={session.startCode.file} isHere={session.reach === 'thisMachine'} />
      ) : session.sampleAccounts ? (
        <Navigate to="/sign-in" replace />
      ) : session.state !== 'firstStart' ? (
        <div className="centred one">
          <Panel isRoomy title={t('first.isSet')}>
            <div className="stack">
              <p>{t('first.notHere')}</p>
              <p>
                <Link to="/sign-in">{t('title')}</Link>
              </p>
            </div>
          </Panel>
        </div>
      ) : isOwn ? (
        <FirstStaffForm template={template} onTemplate={setTemplate} onBack={() => setOwn(false)} />
      ) : (
        <div className="first-start">
          <CodeLeavesAddress />
          <h1 className="one-subject">{t('first.title')}</h1>
          <p>{t(session.reach === 'thisMachine' ? 'first.where' : 'first.whereByCode')}</p>
          <div className="halves">
            <Panel isRoomy>
              <h2 className="lead-title">{t('first.own')}</h2>
              <p>{t('first.ownText')}</p>
              <TemplateChoice value={template} onChange={setTemplate} />
              <div className="push">
                <Button variant="primary" size="big" isBlock onClick={() => setOwn(true)}>
                  {t('first.ownDo')}
                </Button>
              </div>
            </Panel>
            <SamplePanel session={session} />
          </div>
        </div>
      )}
    </PublicFrame>
  )
}

function SamplePanel({ session }: { session: SessionView }) {
  const t = useT('accounts')
  const queries = useQueryClient()
  const router = useRouter()
  const make = useMutation({
    mutationFn: () => send(api.api['first-start'].sample.$post()),
    onSuccess: async () => {
      await queries.invalidateQueries(sessionQuery)
      await router.navigate({ to: '/sign-in' })
    },
  })
  const { video, mail } = session
  return (
    <Panel isRoomy>
      <h2 className="lead-title">{t('first.sample')}</h2>
      <p>{t('first.sampleText')}</p>
      <div>
        <h3>{t('first.runs')}</h3>
        <div className="runs" role="status">
          <div>
            {t('first.database')} <Badge tone="ok">{t('first.ready')}</Badge>
          </div>
          <div>
            {t('first.video')}{' '}
            <Badge
              tone={
                video.state === 'ready' ? 'ok' : video.state === 'preparing' ? 'neutral' : 'warn'
              }
            >
              {t(`first.${video.state}`)}
            </Badge>
          </div>
          <div>
            {t('first.mail')}{' '}
            <Badge tone={mail === 'smtp' ? 'ok' : 'neutral'}>{t(`first.${mail}`)}</Badge>
          </div>
        </div>
        {video.state === 'unavailable' && video.reason ? (
          <p className="secondary soft">{t(`first.noVideo.${video.reason}`)}</p>
        ) : null}
      </div>
      <FormProblem error={make.error} />
      <div className="push">
        <Button
          size="big"
          isBlock
          disabledReason={session.reach === 'network' ? t('first.sampleNotHere') : null}
          busy={make.isPending && t('first.sampleBusy')}
          onClick={() => make.mutate()}
        >
          {t('first.sampleDo')}
        </Button>
      </div>
    </Panel>
  )
}
