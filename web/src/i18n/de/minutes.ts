export const texts = {
  title: 'Protokolle',
} as const
