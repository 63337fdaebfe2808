import type { Figure } from './figure.ts'
import { throughCalendar } from './injection/calendar.ts'
import { throughCsv } from './injection/csv.ts'
import { throughMail } from './injection/mail.ts'
import { throughPdf } from './injection/pdf.ts'
import { hostileStrings } from './injection/strings.ts'

export const figure: Figure = {
  name: 'injection',
  bar: '0 effects of 100,000 strings',
  method:
    'Each string is put into the text fields of a calendar file, a CSV export, a mail sent over real SMTP and the minutes as PDF. An effect is a property, ' +
    'parameter, cell, formula, header, recipient, part, tag or action that a harmless string does not cause, or text that comes back changed. Refusing is no effect.',
  async run({ quick, seed }) {
    const strings = hostileStrings(quick ? 2_000 : 100_000, seed)
    const channels = {
      calendar: throughCalendar(strings),
      csv: throughCsv(strings),
      mail: await throughMail(strings),
      pdf: await throughPdf(strings),
    }
    const effects = Object.values(channels).flatMap(channel => channel.effects)
    const counts = Object.entries(channels).map(([name, channel]) => [
      name,
      { effects: channel.effects.length, refused: channel.refused },
    ])
    return {
      value: effects.length,
      holds: effects.length === 0,
      detail: {
        strings: strings.length,
        ...Object.fromEntries(counts),
        seed,
        effects: effects.slice(0, 10),
      },
    }
  },
}
