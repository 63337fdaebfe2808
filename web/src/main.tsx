import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { startTexts, type Lang } from './i18n/i18n.ts'
import { startLive } from './live.ts'
import { queries } from './queryClient.ts'
import { router, startRouting } from './router.tsx'
import './ui/ui.css'

startLive(queries)
startRouting()
await startTexts(firstLang())
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no root')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)

/** The address may name the language (links in mails do); else what the server wrote into the page. */
function firstLang(): Lang {
  const asked =
    new URLSearchParams(window.location.search).get('lang') ?? document.documentElement.lang
  return asked === 'en' ? 'en' : 'de'
}
