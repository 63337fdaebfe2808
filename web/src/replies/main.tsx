import { QueryClientProvider } from '@tanstack/react-query'
import { Component, StrictMode, Suspense, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { PageProblem } from '../frame/PageProblem.tsx'
import { SampleBanner } from '../frame/SampleBanner.tsx'
import { loadTexts } from '../i18n/texts.ts'
import { queries } from '../queryClient.ts'
import { LoadingState } from '../ui/states.tsx'
import { ToastProvider } from '../ui/Toast.tsx'
import { ReplyPage } from './ReplyPage.tsx'
import { keepFocus } from '../ui/focus.ts'
import { keepOneTitle } from '../ui/title.ts'
import '../ui/ui.css'
import '../frame/frame.css'
import '../words/words.css'

type Failure = { error: unknown }

/** Shows errors, as the router does on other pages. */
class Boundary extends Component<{ children: ReactNode }, { failure: Failure | null }> {
  override state: { failure: Failure | null } = { failure: null }

  static getDerivedStateFromError(error: unknown): { failure: Failure } {
    return { failure: { error } }
  }

  override render(): ReactNode {
    const { failure } = this.state
    if (!failure) return this.props.children
    return <PageProblem error={failure.error} reset={() => this.setState({ failure: null })} />
  }
}

keepFocus()
keepOneTitle()
await Promise.all([loadTexts('common'), loadTexts('replies')])
const root = document.getElementById('root')
if (!root) throw new Error('reply.html has no root')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <Boundary>
        <Suspense fallback={<LoadingState />}>
          <ToastProvider>
            <SampleBanner />
            <ReplyPage />
          </ToastProvider>
        </Suspense>
      </Boundary>
    </QueryClientProvider>
  </StrictMode>,
)
