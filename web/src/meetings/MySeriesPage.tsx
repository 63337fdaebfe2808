import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api, send, withKey } from '../api.ts'
import { Loaded } from '../frame/Loaded.tsx'
import { ButtonLink } from '../frame/links.tsx'
import { useT } from '../i18n/i18n.ts'
import { useLive } from '../live.ts'
import { useMeeting } from './MeetingFrame.tsx'
import { PageTitle, Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { useReplying } from '../replies/replying.ts'
import { SeriesAnswers } from '../replies/SeriesAnswers.tsx'
import { mySeriesQuery, type SeriesReplies } from '../replies/seriesAnswers.ts'

/** The signed-in person's replies to all dates of the meeting's series. */
export function MySeriesPage() {
  const t = useT('replies')
  const { meetingId, seriesId, me } = useMeeting()
  return (
    <div className="page roomy stack">
      <PageTitle
        title={t('series.title')}
        actions={
          <ButtonLink to="/meetings/$meetingId" params={{ meetingId }}>
            {t('series.toMeeting')}
          </ButtonLink>
        }
      />
      {seriesId && me ? (
        <Mine key={meetingId} meetingId={meetingId} />
      ) : (
        <Panel>
          <EmptyState title={t('series.nothing')}>{t('series.notInvited')}</EmptyState>
        </Panel>
      )}
    </div>
  )
}

function Mine({ meetingId }: { meetingId: ReturnType<typeof useMeeting>['meetingId'] }) {
  const t = useT('replies')
  const queries = useQueryClient()
  const query = useQuery(mySeriesQuery(meetingId))
  useLive([`meeting:${meetingId}:replies`])
  const replying = useReplying<SeriesReplies>(`series ${meetingId}`, {
    save: async (replies, key) => {
      const saved = await send(
        api.api.meetings[':meetingId'].series.answers.$put(
          { param: { meetingId }, json: { replies } },
          withKey(key),
        ),
      )
      queries.setQueryData(mySeriesQuery(meetingId).queryKey, saved)
    },
    onSaved: () => {
      void queries.invalidateQueries({ queryKey: ['overview'] })
      void queries.invalidateQueries({ queryKey: ['staff'] })
    },
  })
  return (
    <Loaded query={query} what={t('series.title')}>
      {answers => (
        <div className="answer">
          <SeriesAnswers answers={answers} replying={replying} />
        </div>
      )}
    </Loaded>
  )
}
