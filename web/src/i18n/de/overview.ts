export const texts = {
  title: 'Übersicht',
} as const
