import { useQueryClient } from '@tanstack/react-query'
import type { StaffId } from '../../../src/lib/ids.ts'
import { maySeeOutbox } from '../../../src/mail/rules.ts'
import type { Member } from '../../../src/roster/contract/roster.ts'
import { api, send } from '../api.ts'
import { useErrorText } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { useSession } from '../session.tsx'
import { useToast } from '../ui/Toast.tsx'

/**
 * After an address was corrected: offers to send the mails again that did not reach the old one, to
 * people who may.
 */
export function useUndelivered(staffId: StaffId): (before: Pick<Member, 'email'>) => Promise<void> {
  const t = useT('roster')
  const { me, mail } = useSession()
  const queries = useQueryClient()
  const say = useToast()
  const errorText = useErrorText()
  return async ({ email }) => {
    if (mail === 'outbox' || !maySeeOutbox(me.actor, { staffId })) return
    try {
      const query = { state: 'failed', search: email } as const
      const found = await send(
        api.api.staffs[':staffId'].outbox.$get({ param: { staffId }, query }),
      )
      const failed = found.filter(each => each.toAddress === email)
      const count = failed.length
      if (count === 0) return
      const again = async () => {
        for (const { mailId } of failed)
          await send(api.api.mails[':mailId'].retry.$post({ param: { mailId } }))
        say(t('undelivered.again', { count }))
      }
      const run = () =>
        void again()
          .catch((error: unknown) => say(errorText(error)))
          .finally(() => queries.invalidateQueries({ queryKey: ['staff', staffId, 'outbox'] }))
      say(t('undelivered.waiting', { count }), { act: { label: t('undelivered.send'), run } })
    } catch (error) {
      say(errorText(error))
    }
  }
}
