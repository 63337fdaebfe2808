export const texts = {
  title: 'Anmelden',
} as const
