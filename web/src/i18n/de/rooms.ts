export const texts = {
  title: 'Vorraum',
} as const
