import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { loadTexts } from './i18n/texts.ts'
import { startLive } from './live.ts'
import { queries } from './queryClient.ts'
import { router, startRouting } from './router/router.tsx'
import { keepFocus } from './ui/focus.ts'
import { keepOneTitle } from './ui/title.ts'
import './ui/ui.css'
import './frame/frame.css'
import './words/words.css'

keepFocus()
keepOneTitle()
startLive(queries)
startRouting()
await loadTexts('common')
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no root')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
