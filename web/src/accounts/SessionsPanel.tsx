import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { MySession } from '../../../src/access/contract/account.ts'
import { api, send } from '../api.ts'
import { FormProblem } from '../frame/FormProblem.tsx'
import { Loaded } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Badge, Panel } from '../ui/Panel.tsx'
import { Time } from '../ui/time.tsx'
import { useToast } from '../ui/Toast.tsx'
import { mySessionsQuery } from './queries.ts'
import { browserOf } from './userAgent.ts'

/** The person's sessions, to be ended one by one or all at once. */
export function SessionsPanel() {
  const t = useT('accounts')
  const say = useToast()
  const queries = useQueryClient()
  const query = useQuery(mySessionsQuery)
  // a full load also clears what was in memory
  const leave = () => window.location.assign('/sign-in')
  const end = useMutation({
    mutationFn: ({ sessionId }: MySession) =>
      send(api.api.me.sessions[':sessionId'].$delete({ param: { sessionId } })),
    onSuccess: (_, session) => {
      if (session.isThisOne) return leave()
      say(t('account.ended'))
      return queries.invalidateQueries(mySessionsQuery)
    },
  })
  const everywhere = useMutation({
    mutationFn: () => send(api.api['sign-out-everywhere'].$post()),
    onSuccess: leave,
  })
  return (
    <Panel
      title={t('account.sessions')}
      aside={
        <Button size="small" onClick={() => everywhere.mutate()}>
          {t('account.everywhere')}
        </Button>
      }
    >
      <FormProblem error={end.error ?? everywhere.error} />
      <Loaded query={query} what={t('account.sessions')}>
        {sessions =>
          sessions.map(session => (
            <div key={session.sessionId} className="line">
              <div className="grow">
                <b>
                  <Device userAgent={session.userAgent} />
                </b>{' '}
                {session.isThisOne ? <Badge tone="ok">{t('account.thisOne')}</Badge> : null}
                <div className="secondary soft">
                  {t('account.since')} <Time at={session.createdAt} as="spoken" /> ·{' '}
                  {t('account.lastSeen')} <Time at={session.lastSeenAt} as="spoken" /> ·{' '}
                  {t('account.until')} <Time at={session.expiresAt} as="spoken" />
                </div>
              </div>
              <Button
                size="small"
                busy={end.isPending && end.variables.sessionId === session.sessionId && '…'}
                onClick={() => end.mutate(session)}
              >
                {t('account.end')}
              </Button>
            </div>
          ))
        }
      </Loaded>
      <p className="line secondary soft">
        {t('account.everywhere')}: {t('account.everywhereText')}
      </p>
    </Panel>
  )
}

function Device({ userAgent }: { userAgent: string }) {
  const t = useT('accounts')
  const { browser, system } = browserOf(userAgent)
  if (browser && system) return t('account.device', { browser, system })
  return browser ?? system ?? t('account.deviceUnknown')
}
