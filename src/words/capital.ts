/** Raises the first letter, for a word at the beginning of a sentence or a line. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
