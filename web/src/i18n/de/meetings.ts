export const texts = {
  title: 'Sitzungen',
} as const
