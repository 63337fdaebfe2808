export type Theme = 'system' | 'light' | 'dark'

/** Sets the theme of this tab. The choice is stored in the account, never in the browser. */
export function showTheme(theme: Theme): void {
  const root = document.documentElement
  root.classList.toggle('dark', theme === 'dark')
  root.classList.toggle('light', theme === 'light')
  if (theme === 'system') delete root.dataset.kernTheme
  else root.dataset.kernTheme = theme
}
