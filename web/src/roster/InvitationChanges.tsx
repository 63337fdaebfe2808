import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState, type ReactNode } from 'react'
import { ApiError } from '../api.ts'
import type { InvitationsPreview } from '../../../src/roster/contract/roster.ts'
import { useT } from '../i18n/i18n.ts'

const pauseMs = 300

/**
 * What saving would do to invitations: *3 Sitzungen: eine Person mehr, eine weniger*. `change` is
 * the value to save; null: nothing is changed, or it cannot be saved. When the server refuses the
 * preview, nothing is shown, because saving shows the reason.
 */
export function InvitationChanges<T, P extends InvitationsPreview>({
  change,
  ask,
  children,
}: {
  change: T | null
  ask: (change: T) => Promise<P>
  /** what else the preview says */
  children?: (preview: P) => ReactNode
}) {
  const t = useT('roster')
  const key = change === null ? null : JSON.stringify(change)
  const [settled, setSettled] = useState(key)
  // waits until typing pauses
  useEffect(() => {
    const timer = setTimeout(() => setSettled(key), pauseMs)
    return () => clearTimeout(timer)
  }, [key])
  const { data } = useQuery({
    queryKey: ['invitationChanges', settled],
    queryFn: () => ask(JSON.parse(settled!) as T), // the query is disabled while `settled` is null, and `key` wrote it
    enabled: settled !== null && settled === key,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
    // others change the roster at this moment
    retry: (tries, error) => error instanceof ApiError && error.code === 'busy' && tries < 5,
    retryDelay: 2_000,
  })
  const isOne = data?.meetings === 1
  const named = (people: InvitationsPreview['more']) =>
    people.map(({ name, meetings }) => (isOne ? name : `${name} (${meetings})`)).join(', ')
  const inShort = ({ more, fewer }: InvitationsPreview) => {
    const [count, less] = [more.length, fewer.length]
    if (count === 0) return t('invitations.fewerOnly', { count: less })
    const moreWords = t('invitations.more', { count })
    return less === 0 ? moreWords : `${moreWords}, ${t('invitations.fewer', { count: less })}`
  }
  return (
    <div role="status">
      {key !== null && data ? (
        data.meetings === 0 ? (
          <p className="soft">{t('invitations.none')}</p>
        ) : (
          <>
            <p>
              <b>
                {t('invitations.meetings', { count: data.meetings })} {inShort(data)}
              </b>
            </p>
            {data.more.length > 0 ? (
              <p>
                {t(isOne ? 'invitations.whoMoreOne' : 'invitations.whoMore', {
                  names: named(data.more),
                })}
              </p>
            ) : null}
            {data.fewer.length > 0 ? (
              <p>{t('invitations.whoFewer', { names: named(data.fewer) })}</p>
            ) : null}
          </>
        )
      ) : null}
      {key !== null && data ? children?.(data) : null}
    </div>
  )
}
