import { useId, type ReactNode } from 'react'
import { classes } from '../ui/classes.ts'
import { useToast } from '../ui/Toast.tsx'

/**
 * A small button in a row, labelled with the row it acts on. When off, it can still be focused and
 * says why.
 */
export function RowButton({
  label,
  title,
  focusKey,
  isOff = false,
  isStrong = false,
  onClick,
  children,
}: {
  label: string
  title?: string | undefined
  focusKey?: string
  isOff?: boolean
  isStrong?: boolean
  onClick: () => void
  children: ReactNode
}) {
  const say = useToast()
  const reasonId = useId()
  return (
    <>
      <button
        type="button"
        className={classes(
          'kern-btn',
          isStrong ? 'kern-btn--secondary' : 'kern-btn--tertiary',
          'small',
        )}
        data-focus={focusKey}
        aria-label={label}
        aria-disabled={isOff || undefined}
        aria-describedby={title ? reasonId : undefined}
        title={title}
        onClick={isOff ? () => title && say(title) : onClick}
      >
        {children}
      </button>
      {title ? (
        <span id={reasonId} className="sr-only">
          {title}
        </span>
      ) : null}
    </>
  )
}
