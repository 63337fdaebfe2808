export const texts = {
  title: 'Lage',
} as const
