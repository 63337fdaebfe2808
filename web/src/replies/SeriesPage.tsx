import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api, ApiError, send, withKey } from '../api.ts'
import { ErrorState } from '../frame/Loaded.tsx'
import { HotlineProvider, useHotline } from '../hotline.tsx'
import { useT } from '../i18n/i18n.ts'
import { setLang } from '../i18n/texts.ts'
import { LoadingState } from '../ui/states.tsx'
import { ZoneNotice, ZoneProvider } from '../ui/time.tsx'
import { DeadLink, deadAfter } from './DeadEnds.tsx'
import { NotMine } from './NotMine.tsx'
import { useReplying } from './replying.ts'
import { SeriesAnswers } from './SeriesAnswers.tsx'
import { type SeriesReplies, seriesLinkQuery } from './seriesAnswers.ts'

/** All dates of a series on one page, behind the personal link of one of them. */
export function SeriesPage({
  token,
  onOrganisation,
}: {
  token: string
  onOrganisation: (name: string) => void
}) {
  const t = useT('replies')
  const ours = useHotline()
  const queries = useQueryClient()
  const { queryKey } = seriesLinkQuery(token)
  const query = useQuery(seriesLinkQuery(token))
  const [isDisowned, setDisowned] = useState(false)
  const { organisation, language } = query.data ?? {}
  useEffect(() => {
    if (language) void setLang(language)
  }, [language])
  useEffect(() => {
    if (organisation) onOrganisation(organisation)
  }, [organisation, onOrganisation])
  const replying = useReplying<SeriesReplies>(`series ${token}`, {
    save: async (replies, key) =>
      queries.setQueryData(
        queryKey,
        await send(api.api.answer.series.$post({ json: { token, replies } }, withKey(key))),
      ),
  })
  if (isDisowned) return <DeadLink kind="disowned" />
  const dead = query.error instanceof ApiError ? deadAfter(query.error) : undefined
  if (dead) return <DeadLink kind={dead} />
  if (!query.data)
    return query.isError ? (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <LoadingState what={t('invitation')} />
    )
  return (
    <ZoneProvider zone={query.data.zone}>
      <HotlineProvider value={query.data.hotline || ours}>
        <SeriesAnswers answers={query.data} replying={replying} token={token} />
        <p className="secondary soft">
          {t('series.help')} <a href="/">{t('toSignIn')}</a>
        </p>
        <NotMine token={token} name={query.data.name} onDisowned={() => setDisowned(true)} />
        <ZoneNotice />
      </HotlineProvider>
    </ZoneProvider>
  )
}
