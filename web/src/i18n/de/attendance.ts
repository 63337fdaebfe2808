export const texts = {
  title: 'Teilnahme',
} as const
