export const texts = {
  title: 'Postausgang',
} as const
