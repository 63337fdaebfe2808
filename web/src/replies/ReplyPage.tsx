import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { dialsIn } from '../../../src/lib/modes.ts'
import type { Lang } from '../../../src/lib/time.ts'
import type { AnswerPage, DeadReason } from '../../../src/meetings/contract/reply.ts'
import { api, ApiError, send, withKey } from '../api.ts'
import { ErrorState } from '../frame/Loaded.tsx'
import { PublicFrame } from '../frame/PublicFrame.tsx'
import { HotlineProvider, useHotline } from '../hotline.tsx'
import { useT } from '../i18n/i18n.ts'
import { setLang } from '../i18n/texts.ts'
import { LoadingState } from '../ui/states.tsx'
import { ZoneNotice, ZoneProvider } from '../ui/time.tsx'
import { type DeadKind, DeadLink } from './DeadEnds.tsx'
import { InvitationFacts } from './InvitationFacts.tsx'
import { NotMine } from './NotMine.tsx'
import { PhoneAccess } from './PhoneAccess.tsx'
import { answerQuery } from './queries.ts'
import { ReplyChoice } from './ReplyChoice.tsx'
import { useReplying } from './replying.ts'
import { tokenIn } from './token.ts'
import './replies.css'

/**
 * The page behind the personal link of a mail, without session. One press replies; opening it
 * changes nothing.
 */
export function ReplyPage() {
  // opening another link in the same tab changes only the fragment
  const token = tokenIn(useSyncExternalStore(onFragment, fragment))
  const [organisation, setOrganisation] = useState<string>()
  return (
    <PublicFrame {...(organisation ? { organisation } : {})}>
      <div className="answer">
        {token ? (
          <WithToken key={token} token={token} onOrganisation={setOrganisation} />
        ) : (
          <DeadLink kind="incomplete" />
        )}
      </div>
    </PublicFrame>
  )
}

const fragment = () => window.location.hash

function onFragment(changed: () => void): () => void {
  window.addEventListener('hashchange', changed)
  return () => window.removeEventListener('hashchange', changed)
}

/** Why the link opens nothing; undefined for an error that may pass. */
function deadAfter({ code, details }: ApiError): DeadKind | undefined {
  if (code === 'meetingClosed') return 'closed'
  if (code === 'meetingCancelled') return 'cancelled'
  if (code !== 'linkExpired' && code !== 'invalid') return undefined
  const reason = deadReasons.find(each => each === details['reason'])
  return reason ?? 'unknown'
}

const deadReasons = ['left', 'released', 'uninvited', 'replaced'] as const satisfies DeadReason[]

/** The language of the person, which the refusal of a link of ours contains. */
function languageIn(error: unknown): Lang | undefined {
  const language = error instanceof ApiError ? error.details['language'] : undefined
  return language === 'de' || language === 'en' ? language : undefined
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
  if (dead) return <DeadLink kind={dead} />
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
      {dialsIn(page.reply?.mode) ? (
        <PhoneAccess number={page.meeting.dialInNumber} code={page.meeting.dialInCode} />
      ) : null}
      <p className="secondary soft">
        {t('help')} <a href="/">{t('toSignIn')}</a>
      </p>
    </>
  )
}
