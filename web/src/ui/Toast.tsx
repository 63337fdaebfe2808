import { createContext, useCallback, useContext, useRef, useState, type ReactNode } from 'react'
import { useT } from '../i18n/i18n.ts'
import { Button } from './Button.tsx'

type Toast = { id: number; text: string; undo?: (() => void) | undefined }
type Say = (text: string, more?: { undo?: () => void }) => void
const Saying = createContext<Say>(() => {})

const shownMs = 8_000
const undoMs = 20_000

/** A message after an action; screen readers read it out. `undo` takes the action back. */
export function useToast(): Say {
  return useContext(Saying)
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const common = useT('common')
  const [toasts, setToasts] = useState<Toast[]>([])
  const nextId = useRef(1)
  const drop = useCallback(
    (id: number) => setToasts(all => all.filter(toast => toast.id !== id)),
    [],
  )
  const say = useCallback<Say>(
    (text, more = {}) => {
      const id = nextId.current++
      setToasts(all => [...all.slice(-2), { id, text, undo: more.undo }])
      setTimeout(() => drop(id), more.undo ? undoMs : shownMs)
    },
    [drop],
  )
  return (
    <Saying value={say}>
      {children}
      <div className="toasts" role="status" aria-live="polite">
        {toasts.map(({ id, text, undo }) => (
          <div key={id} className="toast">
            <span className="grow">{text}</span>
            {undo ? (
              <Button
                size="small"
                onClick={() => {
                  undo()
                  drop(id)
                }}
              >
                {common('action.undo')}
              </Button>
            ) : null}
            <Button
              size="small"
              variant="tertiary"
              label={common('action.dismiss')}
              onClick={() => drop(id)}
            >
              ✕
            </Button>
          </div>
        ))}
      </div>
    </Saying>
  )
}
