export const texts = {
  title: 'Nachweise',
} as const
