import { useQuery } from '@tanstack/react-query'
import { startsOn } from '../../../src/lib/time.ts'
import { Loaded } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { rosterQuery } from '../roster/queries.ts'
import { useSession, type MyStaff } from '../session.tsx'
import { recipientsOf } from './convening.ts'

/**
 * The names of the people who will be told; people whom mail does not reach, with their numbers.
 */
export function Recipients({ staff, startsAtMs }: { staff: MyStaff; startsAtMs: number }) {
  const t = useT('overview')
  const { mail } = useSession()
  const roster = useQuery(rosterQuery(staff.staffId))
  return (
    <Loaded query={roster} what={t('convene.people')}>
      {loaded => {
        const people = recipientsOf(loaded, startsOn(startsAtMs, staff.zone))
        const unreached = people.filter(each => each.mailProblem !== null)
        return (
          <div className="recipients">
            <p>
              <b>{t('convene.told', { count: people.length })}</b>{' '}
              <span className="soft">{people.map(each => each.displayName).join(' · ')}</span>
            </p>
            {people.length === 0 ? <p className="bad-text">{t('convene.nobody')}</p> : null}
            {unreached.length > 0 ? (
              <p className="bad-text">
                {t('convene.unreached')}{' '}
                {unreached
                  .map(each =>
                    each.mobile ? `${each.displayName} (${each.mobile})` : each.displayName,
                  )
                  .join(' · ')}
              </p>
            ) : null}
            {mail === 'outbox' ? <p className="warn-text">{t('convene.noMailServer')}</p> : null}
          </div>
        )
      }}
    </Loaded>
  )
}
