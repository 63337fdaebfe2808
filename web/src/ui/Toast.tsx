import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useId,
  useRef,
  useState,
  type ReactNode,
} from 'react'
import { useT } from '../i18n/i18n.ts'
import { Button } from './Button.tsx'

type Act = { label: string; run: () => void }
type Toast = { id: number; text: string; act: Act | undefined }
type Say = (text: string, more?: { undo?: () => void; undoMs?: number; act?: Act }) => void
const Saying = createContext<Say>(() => {})
const Showing = createContext<{
  toasts: readonly Toast[]
  drop: (id: number) => void
  /** ids of the open dialogs, the last one on top */
  dialogs: readonly string[]
  setDialogs: (change: (all: readonly string[]) => readonly string[]) => void
}>({ toasts: [], drop: () => {}, dialogs: [], setDialogs: () => {} })

const shownMs = 8_000
const undoForMs = 20_000

/**
 * A message after an action; screen readers read it out. `undo` takes the action back, for `undoMs`
 * or 20 s; `act` is what one may want to do next.
 */
export function useToast(): Say {
  return useContext(Saying)
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const common = useT('common')
  const [toasts, setToasts] = useState<Toast[]>([])
  const [dialogs, setDialogs] = useState<readonly string[]>([])
  const nextId = useRef(1)
  const drop = useCallback(
    (id: number) => setToasts(all => all.filter(toast => toast.id !== id)),
    [],
  )
  const say = useCallback<Say>(
    (text, more = {}) => {
      const id = nextId.current++
      const {
        undo,
        undoMs = undoForMs,
        act = undo && { label: common('action.undo'), run: undo },
      } = more
      setToasts(all => [...all.slice(-2), { id, text, act }])
      setTimeout(() => drop(id), act ? undoMs : shownMs)
    },
    [drop, common],
  )
  return (
    <Saying value={say}>
      <Showing value={{ toasts, drop, dialogs, setDialogs }}>
        {children}
        {dialogs.length === 0 ? <Messages /> : null}
      </Showing>
    </Saying>
  )
}

/**
 * The messages inside an open dialog, because it dims the page below and takes its buttons away.
 * The topmost dialog shows them.
 */
export function ToastsInDialog() {
  const id = useId()
  const { dialogs, setDialogs } = useContext(Showing)
  useEffect(() => {
    setDialogs(all => [...all, id])
    return () => setDialogs(all => all.filter(each => each !== id))
  }, [id, setDialogs])
  return dialogs.at(-1) === id ? <Messages /> : null
}

function Messages() {
  const common = useT('common')
  const { toasts, drop } = useContext(Showing)
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map(({ id, text, act }) => (
        <div key={id} className="toast">
          <span className="grow">{text}</span>
          {act ? (
            <Button
              size="small"
              onClick={() => {
                act.run()
                drop(id)
              }}
            >
              {act.label}
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
  )
}
