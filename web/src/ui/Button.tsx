import { useId, type AnchorHTMLAttributes, type ReactNode, type Ref } from 'react'
import { classes } from './classes.ts'

export type ButtonLook = {
  /** one primary per panel at most: what the person most likely needs now */
  variant?: 'primary' | 'secondary' | 'tertiary' | 'danger'
  size?: 'small' | 'default' | 'tall' | 'big'
  isBlock?: boolean
}

type ButtonProps = ButtonLook & {
  children: ReactNode
  type?: 'button' | 'submit'
  onClick?: () => void
  /** why it cannot be pressed now; shown beside it. The button stays reachable and says so. */
  disabledReason?: string | null | undefined
  /** what is going on after the press, in words (*wird gespeichert …*); no second press meanwhile */
  busy?: string | false | undefined
  /** the key that does the same */
  shortcut?: string
  isPressed?: boolean
  label?: string
  describedBy?: string
  ref?: Ref<HTMLButtonElement>
}

export function Button({
  variant,
  size,
  isBlock,
  children,
  type = 'button',
  onClick,
  disabledReason,
  busy,
  shortcut,
  isPressed,
  label,
  describedBy,
  ref,
}: ButtonProps) {
  const reasonId = useId()
  const isDisabled = Boolean(disabledReason) || Boolean(busy)
  const button = (
    <button
      ref={ref}
      type={isDisabled ? 'button' : type}
      className={lookOf({ variant, size, isBlock })}
      aria-disabled={isDisabled || undefined}
      aria-pressed={isPressed}
      aria-label={label}
      aria-keyshortcuts={shortcut}
      aria-describedby={disabledReason ? reasonId : describedBy}
      onClick={isDisabled ? undefined : onClick}
    >
      {busy || children}
      {shortcut && !busy ? <kbd aria-hidden="true">{shortcut}</kbd> : null}
    </button>
  )
  if (!disabledReason) return button
  return (
    <span className={classes('button-with-reason', isBlock && 'block')}>
      {button}
      <small id={reasonId}>{disabledReason}</small>
    </span>
  )
}

/** A link that looks like a button, to a file or a number. */
export function ButtonAnchor({
  variant,
  size,
  isBlock,
  className,
  ...anchor
}: ButtonLook & AnchorHTMLAttributes<HTMLAnchorElement> & { ref?: Ref<HTMLAnchorElement> }) {
  return <a {...anchor} className={classes(lookOf({ variant, size, isBlock }), className)} />
}

/** *Anrufen*: dials where the device can, shows the number everywhere. */
export function CallLink({
  number,
  children,
  ...look
}: ButtonLook & { number: string; children: ReactNode }) {
  return (
    <ButtonAnchor {...look} href={`tel:${number.replaceAll(/[^+\d]/g, '')}`}>
      {children}
    </ButtonAnchor>
  )
}

function lookOf({
  variant = 'secondary',
  size = 'default',
  isBlock = false,
}: { [K in keyof ButtonLook]: ButtonLook[K] | undefined }): string {
  return classes(
    'kern-btn',
    `kern-btn--${variant}`,
    size !== 'default' && size,
    isBlock && 'kern-btn--block',
  )
}
