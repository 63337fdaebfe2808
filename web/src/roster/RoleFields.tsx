import { roles as allRoles, type Role } from '../../../src/lib/actor.ts'
import { grantableRoles } from '../../../src/roster/rules/roster.ts'
import { ApiError } from '../api.ts'
import { problemAt } from '../frame/fields.ts'
import { useT } from '../i18n/i18n.ts'
import { useSession, useStaff } from '../session.tsx'
import { Checkbox } from '../ui/Field.tsx'

/** The roles of a member. Roles the reader may not give are off, and say who may. */
export function RoleFields({
  roles,
  onChange,
  error,
}: {
  roles: readonly Role[]
  onChange: (roles: Role[]) => void
  error: unknown
}) {
  const t = useT('roster')
  const common = useT('common')
  const { me } = useSession()
  const { staffId } = useStaff()
  const grantable = grantableRoles(me.actor, { staffId })
  const problem =
    roles.length === 0
      ? t('memberForm.noRole')
      : problemAt(error, 'roles')
        ? t('memberForm.roleNotYours')
        : lastLead(error, t)
  return (
    <fieldset className="field">
      <legend>{t('memberForm.roles')}</legend>
      <p className="hint">{t('memberForm.rolesNote')}</p>
      <div className="role-grid">
        {allRoles.map(role => (
          <Checkbox
            key={role}
            isChecked={roles.includes(role)}
            onChange={isChecked =>
              onChange(
                isChecked
                  ? allRoles.filter(each => each === role || roles.includes(each))
                  : roles.filter(each => each !== role),
              )
            }
            disabledReason={grantable.includes(role) ? null : t('memberForm.roleNotYours')}
          >
            <b>{common(`role.${role}`)}</b>{' '}
            <span className="secondary soft">{t(`memberForm.roleText.${role}`)}</span>
          </Checkbox>
        ))}
      </div>
      {problem ? (
        <p className="error" role="alert">
          {problem}
        </p>
      ) : null}
    </fieldset>
  )
}

/** Whether the server refused to remove the last lead of a staff. */
export function isLastLead(error: unknown): boolean {
  return error instanceof ApiError && error.details['reason'] === 'lastLead'
}

function lastLead(error: unknown, t: (key: 'memberForm.lastLead') => string): string | null {
  return isLastLead(error) ? t('memberForm.lastLead') : null
}
