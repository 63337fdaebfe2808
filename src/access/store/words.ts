import { ne } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import { people, staffs } from '../../roster/tables.ts'

/**
 * Words that everybody of the place knows: names of its staffs, authorities, towns and rooms, as
 * they are written.
 */
export async function wordsOfPlace(db: Db): Promise<string[]> {
  const [ofStaffs, ofPeople] = await Promise.all([
    db
      .select({ name: staffs.name, organisation: staffs.organisation, place: staffs.defaultPlace })
      .from(staffs)
      .limit(100),
    db
      .selectDistinct({ organisation: people.organisation })
      .from(people)
      .where(ne(people.organisation, ''))
      .limit(300),
  ])
  return [
    ...ofStaffs.flatMap(({ name, organisation, place }) => [name, organisation, place]),
    ...ofPeople.map(({ organisation }) => organisation),
  ]
}
