import { useEffect, useRef, type ReactNode } from 'react'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Panel } from '../ui/Panel.tsx'

/**
 * A panel that the head of a page opens. It is part of the page and covers nothing, because the
 * meeting may be running. It takes the focus and gives it back.
 */
export function OpenedPanel({
  title,
  onClose,
  children,
  isPadded = false,
}: {
  title: string
  onClose: () => void
  children: ReactNode
  isPadded?: boolean
}) {
  const common = useT('common')
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const panel = ref.current
    const first = panel?.querySelector<HTMLElement>('.body input, .body select') ?? panel
    first?.focus()
    return () => document.querySelector<HTMLElement>('.more > button')?.focus()
  }, [])
  return (
    <div
      ref={ref}
      tabIndex={-1}
      onKeyDown={event => {
        if (event.key === 'Escape') onClose()
      }}
    >
      <Panel
        title={title}
        isPadded={isPadded}
        aside={
          <Button size="small" variant="tertiary" onClick={onClose}>
            {common('action.close')}
          </Button>
        }
      >
        {children}
      </Panel>
    </div>
  )
}
