import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, send } from '../api.ts'
import { FormProblem } from '../frame/FormProblem.tsx'
import { Loaded } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Panel } from '../ui/Panel.tsx'
import { useFormat } from '../ui/time.tsx'
import { useToast } from '../ui/Toast.tsx'
import { feedQuery } from './queries.ts'

/** The personal calendar address. It is shown once; a new one replaces it. */
export function FeedPanel() {
  const t = useT('accounts')
  const format = useFormat()
  const say = useToast()
  const queries = useQueryClient()
  const query = useQuery(feedQuery)
  const make = useMutation({
    mutationFn: () => send(api.api.me.feed.$post()),
    onSuccess: () => queries.invalidateQueries(feedQuery),
  })
  const copy = useMutation({
    mutationFn: (url: string) => navigator.clipboard.writeText(url),
    onSuccess: () => say(t('account.copied')),
  })
  return (
    <Panel title={t('account.feed')} isPadded>
      <div className="stack">
        <p>{t('account.feedText')}</p>
        {make.data ? (
          <div role="status">
            <h3>{t('account.feedUrl')}</h3>
            <div className="secret-url">
              <code>{make.data.url}</code>
              <Button size="small" onClick={() => copy.mutate(make.data.url)}>
                {t('account.copy')}
              </Button>
            </div>
            <p className="secondary soft">{t('account.feedOnce')}</p>
          </div>
        ) : (
          <Loaded query={query} what={t('account.feed')}>
            {({ createdAt }) => (
              <>
                <p className="soft">
                  {createdAt
                    ? `${t('account.feedSince', { date: format.dateTime(createdAt) })} ${t('account.feedRenewNote')}`
                    : t('account.feedNone')}
                </p>
                <div>
                  <Button busy={make.isPending && '…'} onClick={() => make.mutate()}>
                    {t(createdAt ? 'account.feedRenew' : 'account.feedMake')}
                  </Button>
                </div>
              </>
            )}
          </Loaded>
        )}
        <FormProblem error={make.error} />
      </div>
    </Panel>
  )
}
