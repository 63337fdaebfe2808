import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Desk, startDesk } from './support.ts'
import type { ImportCounts } from '../../src/roster/contract/import.ts'

let desk: Desk
beforeAll(async () => {
  desk = await startDesk()
})
afterAll(() => desk.stop())

test(
  '1,400 people in 40 staffs are taken over from lists, and a roster among them holds its own',
  { timeout: 120_000 },
  async () => {
    const staffs = []
    for (let s = 0; s < 40; s++) {
      const staff = await desk.staff()
      const rows = Array.from(
        { length: s === 0 ? 60 : 35 },
        (_, i) => `Person ${s}-${i};p${s}-${i}@gross.example;${i < 8 ? 'BuMA' : ''};${i}`,
      )
      const form = new FormData()
      form.set('file', new File([['Name;E-Mail;Funktion;Rang', ...rows].join('\n')], 'liste.csv'))
      const taken = await desk.as(staff.lead)<ImportCounts>(
        'POST',
        `/staffs/${staff.staffId}/import`,
        form,
      )
      expect(taken.body).toMatchObject({ add: rows.length, bad: 0 })
      staffs.push(staff)
    }
    const { staffId, lead } = staffs[0]!
    const roster = await desk.roster(lead, staffId)
    expect(roster.members).toHaveLength(61)
    expect(roster.functions.find(fn => fn.label === 'BuMA')?.holders).toHaveLength(8)
  },
)
