export type Theme = 'system' | 'light' | 'dark'

/** Sets the appearance for this tab; the choice itself is kept with the account, never in the browser. */
export function showTheme(theme: Theme): void {
  const root = document.documentElement
  root.classList.toggle('dark', theme === 'dark')
  root.classList.toggle('light', theme === 'light')
  if (theme === 'system') delete root.dataset.kernTheme
  else root.dataset.kernTheme = theme
}
