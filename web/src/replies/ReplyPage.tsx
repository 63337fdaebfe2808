import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Suspense, useEffect, useState, useSyncExternalStore } from 'react'
import { dialsIn } from '../../../src/lib/modes.ts'
import type { Lang } from '../../../src/lib/time.ts'
import type { AnswerPage } from '../../../src/meetings/contract/reply.ts'
import { api, ApiError, send, withKey } from '../api.ts'
import { ErrorState } from '../frame/Loaded.tsx'
import { lazily } from '../frame/lazily.tsx'
import { PublicFrame } from '../frame/PublicFrame.tsx'
import { HotlineProvider, useHotline } from '../hotline.tsx'
import { useT } from '../i18n/i18n.ts'
import { setLang } from '../i18n/texts.ts'
import { LoadingState } from '../ui/states.tsx'
import { ZoneNotice, ZoneProvider } from '../ui/time.tsx'
import { DeadLink, deadAfter } from './DeadEnds.tsx'
import { InvitationFacts } from './InvitationFacts.tsx'
import { NotMine } from './NotMine.tsx'
import { PhoneAccess } from './PhoneAccess.tsx'
import { answerQuery } from './queries.ts'
import { ReplyChoice } from './ReplyChoice.tsx'
import { useReplying } from './replying.ts'
import { isOfSeries, seriesHref, tokenIn } from './token.ts'
import './replies.css'

/**
 * The page behind the personal link of a mail, without session. One press replies; opening it
 * changes nothing.
 */
export function ReplyPage() {
  // opening another link in the same tab changes only the fragment
  const hash = useSyncExternalStore(onFragment, fragment)
  const token = tokenIn(hash)
  const [organisation, setOrganisation] = useState<string>()
  return (
    <PublicFrame {...(organisation ? { organisation } : {})}>
      <div className="answer">
        {token && isOfSeries(hash) ? (
          <Suspense fallback={<LoadingState />}>
            <SeriesPage key={token} token={token} onOrganisation={setOrganisation} />
          </Suspense>
        ) : token ? (
          <WithToken key={token} token={token} onOrganisation={setOrganisation} />
        ) : (
          <DeadLink kind="incomplete" />
        )}
      </div>
    </PublicFrame>
  )
}

// loaded later, because most mails are about one date
const SeriesPage = lazily(
  () => import('./SeriesPage.tsx'),
  file => file.SeriesPage,
)

const fragment = () => window.location.hash

function onFragment(changed: () => void): () => void {
  window.addEventListener('hashchange', changed)
  return () => window.removeEventListener('hashchange', changed)
}

/** The language of the person, which the refusal of a link of ours contains. */
function languageIn(error: unknown): Lang | undefined {
  const language = error instanceof ApiError ? error.details['language'] : undefined
  return language === 'de' || language === 'en' ? language : undefined
}

/** The other dates of the series, when the date of the link is over and others are not. */
function otherDates(error: unknown, token: string) {
  const count = error instanceof ApiError ? error.details['seriesDates'] : 0
  return typeof count === 'number' && count > 0 ? { href: seriesHref(token), count } : null
}

function WithToken({
  token,
  onOrganisation,
}: {
  token: string
  onOrganisation: (name: string) => void
}) {
  const t = useT('replies')
  const answer = useQuery(answerQuery(token))
  const [isDisowned, setDisowned] = useState(false)
  const { organisation } = answer.data ?? {}
  const language = answer.data?.language ?? languageIn(answer.error)
  useEffect(() => {
    if (language) void setLang(language)
  }, [language])
  useEffect(() => {
    if (organisation) onOrganisation(organisation)
  }, [organisation, onOrganisation])
  if (isDisowned) return <DeadLink kind="disowned" />
  // a link can become invalid while its page is open
  const dead = answer.error instanceof ApiError ? deadAfter(answer.error) : undefined
  if (dead) return <DeadLink kind={dead} series={otherDates(answer.error, token)} />
  return (
    <>
      <title>{`${t('title')} · Lagerunde`}</title>
      {answer.data ? (
        <Answer token={token} page={answer.data} onDisowned={() => setDisowned(true)} />
      ) : answer.isError ? (
        <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
      ) : (
        <LoadingState what={t('invitation')} />
      )}
    </>
  )
}

function Answer({
  token,
  page,
  onDisowned,
}: {
  token: string
  page: AnswerPage
  onDisowned: () => void
}) {
  const ours = useHotline()
  return (
    <ZoneProvider zone={page.meeting.zone}>
      <HotlineProvider value={page.hotline || ours}>
        <InvitationFacts page={page} />
        <Choice token={token} page={page} />
        <NotMine token={token} name={page.name} onDisowned={onDisowned} />
        <ZoneNotice />
      </HotlineProvider>
    </ZoneProvider>
  )
}

function Choice({ token, page }: { token: string; page: AnswerPage }) {
  const t = useT('replies')
  const queries = useQueryClient()
  const { queryKey } = answerQuery(token)
  const replying = useReplying(token, {
    save: async (reply, key) => {
      try {
        queries.setQueryData(
          queryKey,
          await send(api.api.answer.$post({ json: { token, reply } }, withKey(key))),
        )
      } catch (error) {
        // the meeting may have been closed or cancelled, or the link ended; loading again shows it
        if (error instanceof ApiError && error.code !== 'offline')
          void queries.invalidateQueries({ queryKey })
        throw error
      }
    },
  })
  return (
    <>
      <ReplyChoice
        facts={{ ...page.meeting, overlaps: page.overlaps }}
        reply={page.reply}
        formerReply={page.formerReply}
        deputies={{ data: page.deputies, error: null }}
        token={token}
        replying={replying}
      />
      {page.seriesDates > 1 ? (
        <p>
          <a href={seriesHref(token)}>{t('series.onOnePage', { count: page.seriesDates })}</a>
        </p>
      ) : null}
      {dialsIn(page.reply?.mode) ? (
        <PhoneAccess number={page.meeting.dialInNumber} code={page.meeting.dialInCode} />
      ) : null}
      <p className="secondary soft">
        {t('help')}{' '}
        {page.meeting.hasVirtualRoom ? (
          <a href={`/meetings/${page.meeting.meetingId}/lobby`}>{t('toSignIn')}</a>
        ) : null}
      </p>
    </>
  )
}
