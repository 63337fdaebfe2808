/** Focuses the first field that is missing or wrong, or the question that is to be answered. */
export function toFirstFault(form: HTMLElement | null): void {
  form
    ?.querySelector<HTMLElement>(
      '[aria-invalid="true"], [data-question][tabindex], [data-question] button',
    )
    ?.focus()
}
