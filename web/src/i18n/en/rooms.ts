import type { texts as de } from '../de/rooms.ts'
import type { Same } from '../i18n.ts'

export const texts: Same<typeof de> = {
  title: 'Lobby',
}
