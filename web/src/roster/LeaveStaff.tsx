import type { Member } from '../../../src/roster/contract/roster.ts'
import { mayChangeRoles } from '../../../src/roster/rules/roster.ts'
import { api, send } from '../api.ts'
import { FormProblem } from '../frame/FormProblem.tsx'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { useSession, useStaff } from '../session.tsx'
import { InvitationChanges } from './InvitationChanges.tsx'
import { Button } from '../ui/Button.tsx'
import { useMay } from './may.ts'
import { rosterQuery } from './queries.ts'
import { isLastLead } from './RoleFields.tsx'

/**
 * Takes somebody out of the staff. Says which functions become free; a member who comes back on the
 * same day gets them back.
 */
export function LeaveStaff({ member, onDone }: { member: Member; onDone: () => void }) {
  const t = useT('roster')
  const common = useT('common')
  const { me } = useSession()
  const { staffId } = useStaff()
  const { isMe } = useMay()
  const { memberId, displayName: name, functions, roles } = member
  const param = { staffId, memberId }
  const leave = useSave({
    send: () => send(route.$delete({ param })),
    done: () => t('memberForm.removed', { name }),
    undo: {
      send: () => send(route.$patch({ param, json: { leftAt: null } })),
      done: t('memberForm.back', { name }),
      failed: t('memberForm.notRestored'),
    },
    stale: [rosterQuery(staffId).queryKey],
    onSaved: onDone,
  })
  const isMine = mayChangeRoles(me.actor, { staffId, from: roles, to: [] })
  return (
    <div className="destructive">
      <h3>{t('memberForm.remove')}</h3>
      <p>
        {functions.length > 0
          ? `${t('memberForm.removeFunctions', { functions: functions.join(', ') })} `
          : ''}
        {t('memberForm.removeText')} {isMe(member) ? <b>{t('memberForm.removeSelf')}</b> : null}
      </p>
      <InvitationChanges
        change={isMine ? memberId : null}
        ask={() => send(route.removal.preview.$post({ param }))}
      />
      <Button
        variant="danger"
        disabledReason={isMine ? null : t('memberForm.removeNotYours')}
        busy={leave.isBusy && common('ui.saving')}
        onClick={() => leave.submit({})}
      >
        {t('memberForm.remove')}
      </Button>
      <FormProblem
        error={leave.error}
        text={isLastLead(leave.error) ? t('memberForm.lastLead') : undefined}
      />
    </div>
  )
}

const route = api.api.staffs[':staffId'].members[':memberId']
