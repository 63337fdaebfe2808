export const texts = {
  title: 'Aufträge',
} as const
