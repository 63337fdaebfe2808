export const texts = {
  title: 'Ihre Rückmeldung',
} as const
