import { Outlet } from '@tanstack/react-router'
import { Suspense } from 'react'
import { SessionProvider } from '../session.tsx'
import { LoadingState } from '../ui/states.tsx'

/** Frame of a signed-in page that takes the whole screen. */
export function Screen() {
  return (
    <Suspense fallback={<LoadingState />}>
      <SessionProvider>
        <Suspense fallback={<LoadingState />}>
          <Outlet />
        </Suspense>
      </SessionProvider>
    </Suspense>
  )
}

/** The same with a dark background, in light mode too. */
export function DarkScreen({ className }: { className: string }) {
  return (
    <div className={`${className} dark`} data-kern-theme="dark">
      <Screen />
    </div>
  )
}
