import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { createRoot } from 'react-dom/client'
import { request } from '../../../web/src/api.ts'
import { ConnectionBanner, LiveStamp } from '../../../web/src/frame/LiveStamp.tsx'
import { Loaded } from '../../../web/src/frame/Loaded.tsx'
import { startTexts } from '../../../web/src/i18n/texts.ts'
import { startLive, useLive } from '../../../web/src/live.ts'

/** The smallest live page: one number, kept current by its topic. */
function Page() {
  useLive(['meeting:mtg_1:count'])
  const query = useQuery({
    queryKey: ['meeting', 'mtg_1', 'count'],
    queryFn: async () => (await request('/api/count')).text(),
    retry: false,
  })
  return (
    <>
      <ConnectionBanner />
      <LiveStamp />
      <h1>
        <Loaded query={query} what="Zahl">
          {count => `Zahl ${count}`}
        </Loaded>
      </h1>
    </>
  )
}

/** Elsewhere another topic is followed, and the number is not. */
function Elsewhere() {
  useLive(['meeting:mtg_2:count'])
  return <LiveStamp />
}

/** What nobody may follow, beside a number that is loaded. */
function Forbidden() {
  useLive(['meeting:mtg_1:secret'])
  return (
    <>
      <button type="button" onClick={() => void queries.invalidateQueries()}>
        laden
      </button>
      <Page />
    </>
  )
}

function Pages() {
  const [isElsewhere, setElsewhere] = useState(false)
  const [isForbidden, setForbidden] = useState(false)
  return (
    <>
      <button type="button" onClick={() => setElsewhere(!isElsewhere)}>
        {isElsewhere ? 'zurück' : 'anderswo'}
      </button>
      <button type="button" onClick={() => setForbidden(true)}>
        verboten
      </button>
      {isForbidden ? <Forbidden /> : isElsewhere ? <Elsewhere /> : <Page />}
    </>
  )
}

const queries = new QueryClient({
  defaultOptions: {
    queries: { networkMode: 'always', staleTime: 60_000, refetchOnWindowFocus: false },
  },
})
startLive(queries)
await startTexts('de')
const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <QueryClientProvider client={queries}>
      <Pages />
    </QueryClientProvider>,
  )
