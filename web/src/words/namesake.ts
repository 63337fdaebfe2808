/**
 * A name without the addition that tells a namesake apart where the row shows the same facts
 * anyway: organisation, functions, or both. A number stays.
 */
export function nameBeside(name: string, beside: readonly string[]): string {
  const facts = beside.filter(Boolean)
  const shown = [...facts, facts.join(', ')].find(fact => fact && name.endsWith(` (${fact})`))
  return shown === undefined ? name : name.slice(0, -` (${shown})`.length)
}
