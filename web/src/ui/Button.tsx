import { useId, type AnchorHTMLAttributes, type ReactNode, type Ref } from 'react'
import { telNumber } from '../../../src/lib/tel.ts'
import { classes } from './classes.ts'
import { useLetterKeys } from './letterKeys.ts'

export type ButtonLook = {
  /** at most one primary per panel: what the person most likely needs now */
  variant?: 'primary' | 'secondary' | 'tertiary' | 'danger'
  size?: 'small' | 'default' | 'tall' | 'big'
  isBlock?: boolean
}

type ButtonProps = ButtonLook & {
  children: ReactNode
  type?: 'button' | 'submit'
  onClick?: () => void
  /** why it is off; shown beside it. The button can still be focused and says why. */
  disabledReason?: string | null | undefined
  /** text while its action runs (*wird gespeichert …*); a second press does nothing then */
  busy?: string | false | undefined
  /** the key that does the same */
  shortcut?: string
  /** opens and closes what stands below it */
  isExpanded?: boolean
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
  shortcut: key,
  isPressed,
  isExpanded,
  label,
  describedBy,
  ref,
}: ButtonProps) {
  const reasonId = useId()
  const shortcut = useLetterKeys() ? key : undefined
  const isDisabled = Boolean(disabledReason) || Boolean(busy)
  const button = (
    <button
      ref={ref}
      type={isDisabled ? 'button' : type}
      className={lookOf({ variant, size, isBlock })}
      aria-disabled={isDisabled || undefined}
      aria-pressed={isPressed}
      aria-expanded={isExpanded}
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

/** A link to a file or a number that looks like a button. */
export function ButtonAnchor({
  variant,
  size,
  isBlock,
  className,
  ...anchor
}: ButtonLook & AnchorHTMLAttributes<HTMLAnchorElement> & { ref?: Ref<HTMLAnchorElement> }) {
  return <a {...anchor} className={classes(lookOf({ variant, size, isBlock }), className)} />
}

/**
 * *Anrufen*: dials on devices that can, and shows the number on all. `label` names who is called,
 * where several such links stand in a list.
 */
export function CallLink({
  number,
  children,
  label,
  ...look
}: ButtonLook & { number: string; children: ReactNode; label?: string }) {
  return (
    <ButtonAnchor
      {...look}
      href={`tel:${telNumber(number) ?? ''}`}
      {...(label && { 'aria-label': label })}
    >
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
