export const texts = {
  title: 'Stab',
} as const
