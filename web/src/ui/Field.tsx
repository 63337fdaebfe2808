import { useId, type ChangeEvent, type InputHTMLAttributes, type ReactNode, type Ref } from 'react'
import { useT } from '../i18n/i18n.ts'
import { classes } from './classes.ts'

type FieldProps = {
  label: ReactNode
  hint?: ReactNode
  error?: string | null | undefined
  isOptional?: boolean
}
/** The attributes of the control in a field: its id, and its description. */
export type FieldControl = {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

/** Label above, hint below, error last; all three are read out with the control. */
export function Field({
  label,
  hint,
  error,
  isOptional = false,
  children,
}: FieldProps & { children: (control: FieldControl) => ReactNode }) {
  const common = useT('common')
  const id = useId()
  const describedBy = [hint ? `${id}-hint` : '', error ? `${id}-error` : '']
    .filter(Boolean)
    .join(' ')
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {isOptional ? <span> ({common('ui.optional')})</span> : null}
      </label>
      {hint ? (
        <div id={`${id}-hint`} className="hint">
          {hint}
        </div>
      ) : null}
      {children({
        id,
        'aria-describedby': describedBy || undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {error ? (
        <div id={`${id}-error`} className="error" role="alert">
          {error}
        </div>
      ) : null}
    </div>
  )
}

type TextProps = FieldProps & {
  value: string
  onChange: (value: string) => void
  isTall?: boolean
  ref?: Ref<HTMLInputElement>
} & Pick<
    InputHTMLAttributes<HTMLInputElement>,
    | 'type'
    | 'autoComplete'
    | 'inputMode'
    | 'placeholder'
    | 'required'
    | 'maxLength'
    | 'min'
    | 'max'
    | 'list'
    | 'readOnly'
    | 'autoFocus'
    | 'onKeyDown'
    | 'onBlur'
    | 'name'
    | 'className'
    | 'pattern'
    | 'step'
  >

export function TextInput({
  label,
  hint,
  error,
  isOptional,
  value,
  onChange,
  isTall,
  className,
  ...input
}: TextProps) {
  return (
    <Field label={label} hint={hint} error={error} isOptional={isOptional ?? false}>
      {control => (
        <input
          type="text"
          {...input}
          {...control}
          // marks the field that Dialog focuses, because autofocus does not work in showModal
          data-autofocus={input.autoFocus || undefined}
          className={classes('kern-form-input__input', isTall && 'tall', className)}
          value={value}
          onChange={event => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

export type Option<V extends string> = { value: V; label: string; group?: string }

export function Select<V extends string>({
  label,
  hint,
  error,
  isOptional,
  value,
  onChange,
  options,
}: FieldProps & { value: V; onChange: (value: V) => void; options: readonly Option<V>[] }) {
  const groups = [...new Set(options.map(option => option.group ?? ''))]
  // the browser gives back one of the options' values
  const changed = (event: ChangeEvent<HTMLSelectElement>) => onChange(event.target.value as V)
  return (
    <Field label={label} hint={hint} error={error} isOptional={isOptional ?? false}>
      {control => (
        <select {...control} className="kern-form-input__select" value={value} onChange={changed}>
          {groups.map(group => {
            const items = options
              .filter(option => (option.group ?? '') === group)
              .map(option => (
                <option key={option.value} value={option.value}>
                  {option.label}
                </option>
              ))
            return group ? (
              <optgroup key={group} label={group}>
                {items}
              </optgroup>
            ) : (
              items
            )
          })}
        </select>
      )}
    </Field>
  )
}

export function Checkbox({
  children,
  isChecked,
  onChange,
  disabledReason,
}: {
  children: ReactNode
  isChecked: boolean
  onChange: (isChecked: boolean) => void
  /** why it is off; shown beside it. The box can still be focused and says why. */
  disabledReason?: string | null | undefined
}) {
  const reasonId = useId()
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={isChecked}
        aria-disabled={disabledReason ? true : undefined}
        aria-describedby={disabledReason ? reasonId : undefined}
        onChange={event => (disabledReason ? undefined : onChange(event.target.checked))}
      />
      <span>
        {children}
        {disabledReason ? (
          <small id={reasonId} className="soft">
            {disabledReason}
          </small>
        ) : null}
      </span>
    </label>
  )
}

/** Buttons side by side for a choice of one; the chosen one is filled. */
export function Segments<V extends string>({
  label,
  value,
  onChange,
  options,
}: {
  label: string
  value: V | null
  onChange: (value: V) => void
  options: readonly Option<V>[]
}) {
  return (
    <fieldset className="field">
      <legend>{label}</legend>
      <div className="segments">
        {options.map(option => (
          <button
            key={option.value}
            type="button"
            aria-pressed={option.value === value}
            className="kern-btn kern-btn--secondary"
            onClick={() => onChange(option.value)}
          >
            {option.label}
          </button>
        ))}
      </div>
    </fieldset>
  )
}

/** One of several things with names of any length, each a row of its own; null: none chosen yet. */
export function Choices<V extends string>({
  label,
  value,
  onChange,
  options,
}: {
  label: string
  value: V | null
  onChange: (value: V) => void
  options: readonly { value: V; label: string; note?: ReactNode }[]
}) {
  const name = useId()
  return (
    <fieldset className="field choices">
      <legend>{label}</legend>
      {options.map(option => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span className="grow">{option.label}</span>
          {option.note}
        </label>
      ))}
    </fieldset>
  )
}
