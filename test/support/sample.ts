import type { TestApp } from './app.ts'
import type { Client } from './client.ts'
import { atTheMachine } from './start-code.ts'

export type Sample = {
  /** a session of the person whose name contains this text */
  as: (name: string) => Promise<Client>
  /** the meeting that is about to begin */
  nextId: string
  /** yesterday's meeting, closed */
  lastId: string
}

/** Makes the sample of the first start on an untouched installation. */
export async function makeSample(app: TestApp): Promise<Sample> {
  const machine = await atTheMachine(app)
  await machine.post('/api/first-start/sample')
  const { sampleAccounts } = await machine.get<{
    sampleAccounts: { personId: string; name: string }[]
  }>('/api/session')
  const as = async (name: string): Promise<Client> => {
    const person = sampleAccounts.find(account => account.name.includes(name))
    if (!person) throw new Error(`The sample has nobody called "${name}"`)
    const client = app.client()
    client.adopt(machine.cookies())
    await client.post('/api/sign-in/sample', { personId: person.personId })
    return client
  }
  const overview = await (
    await as('Köhler')
  ).get<{ next: { meetingId: string }; last: { meetingId: string } }>('/api/overview')
  return { as, nextId: overview.next.meetingId, lastId: overview.last.meetingId }
}
