import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, Navigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { SessionView } from '../../../src/access/contract/session.ts'
import { PublicFrame } from '../frame/PublicFrame.tsx'
import { useHotline } from '../hotline.tsx'
import { useT } from '../i18n/i18n.ts'
import { Button, CallLink } from '../ui/Button.tsx'
import { Panel } from '../ui/Panel.tsx'
import { beginsWithFirstStart, sessionQuery } from '../visitor.ts'
import { CodeStep } from './CodeStep.tsx'
import { PasswordStep } from './PasswordStep.tsx'
import { SamplePeople } from './SamplePeople.tsx'
import './accounts.css'

/** Signs in with two steps; in the sample with one click. */
export function SignInPage() {
  const t = useT('accounts')
  const { data: session } = useSuspenseQuery(sessionQuery)
  const { target } = useSearch({ from: '/sign-in' })
  const [wantsForm, setWantsForm] = useState(false)
  if (beginsWithFirstStart(session)) return <Navigate to="/first-start" replace />
  if (session.state === 'signedIn') return <Navigate to={target ?? '/'} replace />
  const people = session.sampleAccounts
  if (session.state === 'signedOut' && people && !wantsForm) {
    return (
      <PublicFrame signsIn>
        <title>{`${t('title')} · Lagerunde`}</title>
        <div className="centred broad">
          <SamplePeople people={people} target={target} />
          <p>
            <Button variant="tertiary" onClick={() => setWantsForm(true)}>
              {t('sample.otherwise')}
            </Button>
          </p>
        </div>
      </PublicFrame>
    )
  }
  return (
    <PublicFrame signsIn>
      <title>{`${t('title')} · Lagerunde`}</title>
      <div className="centred one">
        <Panel isRoomy>
          <div className="stack">
            {session.state === 'secondFactor' ? <CodeStep target={target} /> : <PasswordStep />}
            <hr />
            {session.isSample && !people ? <ToSample session={session} /> : null}
            <Help />
          </div>
        </Panel>
      </div>
    </PublicFrame>
  )
}

/** Says why the sample's people cannot be chosen here, and what to do. */
function ToSample({ session }: { session: SessionView }) {
  const t = useT('accounts')
  return (
    <div>
      <h2>{t('sample.title')}</h2>
      {session.startCode ? (
        <>
          <p>{t('sample.byCode')}</p>
          <p>
            <Link to="/first-start">{t('sample.toCode')}</Link>
          </p>
        </>
      ) : (
        <p>{t('sample.notHere')}</p>
      )}
    </div>
  )
}

function Help() {
  const t = useT('accounts')
  const hotline = useHotline()
  return (
    <div>
      <h2>{t('help.title')}</h2>
      {hotline ? (
        <p>
          {t('help.call')}{' '}
          <CallLink number={hotline} variant="tertiary">
            {hotline}
          </CallLink>
        </p>
      ) : (
        <p>{t('help.none')}</p>
      )}
      <p className="soft">{t('help.what')}</p>
    </div>
  )
}
