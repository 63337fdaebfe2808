import { useState, type ReactNode } from 'react'
import type { Role } from '../../../src/lib/actor.ts'
import type { Member, Roster, Staff } from '../../../src/roster/contract/roster.ts'
import { api, send } from '../api.ts'
import { FormDialog } from '../frame/FormDialog.tsx'
import { useSave, type Save } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { InvitationChanges } from './InvitationChanges.tsx'
import { Segments } from '../ui/Field.tsx'
import { useTyped } from '../ui/typed.ts'
import { noPlace, placeFrom, PlaceChoice } from './PlaceChoice.tsx'
import { LeaveStaff } from './LeaveStaff.tsx'
import { emptyPerson, PersonFields, type PersonDraft } from './PersonFields.tsx'
import { useUndelivered } from './undelivered.ts'
import { rosterQuery } from './queries.ts'
import { RoleFields } from './RoleFields.tsx'

/** Adds a member; typed values stay until the person is invited. */
export function AddMemberDialog({
  staff,
  roster,
  onAdded,
  onClose,
}: {
  staff: Staff
  roster: Roster
  /** somebody who cannot sign in yet */
  onAdded: (member: Member) => void
  onClose: () => void
}) {
  const t = useT('roster')
  const { staffId } = staff
  const roles: Role[] = ['member']
  const {
    typed: form,
    change,
    forget,
  } = useTyped(
    { person: emptyPerson(staff.language), roles, ...noPlace },
    `roster:member:${staffId}`,
  )
  const save = useSave({
    send: (json: typeof form) =>
      send(
        api.api.staffs[':staffId'].members.$post({
          param: { staffId },
          json: { ...json.person, roles: json.roles, functions: placeFrom(json) },
        }),
      ),
    done: member =>
      t(member.sharesDetails === true ? 'memberForm.added' : 'memberForm.addedKnown', {
        name: member.displayName,
      }),
    stale: [rosterQuery(staffId).queryKey],
    onSaved: member => {
      forget()
      if (member.hasSecondFactor || !member.mayChange.includes('email')) onClose()
      else onAdded(member)
    },
  })
  return (
    <MemberForm
      title={t('memberForm.add')}
      submit={t('memberForm.saveNew')}
      person={form.person}
      roles={form.roles}
      save={save}
      value={form}
      entered={null}
      onPerson={person => change({ person })}
      onRoles={next => change({ roles: next })}
      onClose={onClose}
    >
      <PlaceChoice
        functions={roster.functions}
        value={form}
        onChange={change}
        error={save.problem('functions.0.rank') ? t('memberForm.placeTaken') : null}
      />
      <InvitationChanges
        change={
          form.person.name.trim() && form.person.email.includes('@') && form.roles.length > 0
            ? { ...form.person, roles: form.roles, functions: placeFrom(form) }
            : null
        }
        ask={json => send(members.preview.$post({ param: { staffId }, json }))}
      />
    </MemberForm>
  )
}

/**
 * Changes a member. Sends only changed fields, so that two people can change different fields of
 * one person.
 */
export function EditMemberDialog({
  staff,
  member,
  onClose,
}: {
  staff: Staff
  member: Member
  onClose: () => void
}) {
  const t = useT('roster')
  const { staffId } = staff
  const { memberId } = member
  const before: PersonDraft = {
    ...member,
    mobile: member.mobile ?? '',
    language: member.language ?? staff.language,
  }
  const [person, setPerson] = useState(before)
  const [roles, setRoles] = useState<Role[]>(member.roles)
  const [wasAlwaysSo, setAlwaysSo] = useState(false)
  const isCalledOtherwise = (['title', 'name', 'organisation'] as const).some(
    field => member.mayChange.includes(field) && person[field] !== before[field],
  )
  const offer = useUndelivered(staffId)
  const save = useSave({
    send: () => {
      const changed = Object.fromEntries(
        member.mayChange
          .filter(field => person[field] !== before[field])
          .map(field => [field, person[field]]),
      )
      const json = {
        ...changed,
        ...(isSame(roles, member.roles) ? {} : { roles }),
        ...(isCalledOtherwise && wasAlwaysSo ? { wasAlwaysSo } : {}),
      }
      return send(
        api.api.staffs[':staffId'].members[':memberId'].$patch({
          param: { staffId, memberId },
          json,
        }),
      )
    },
    done: changed => t('memberForm.saved', { name: changed.displayName }),
    stale: [rosterQuery(staffId).queryKey],
    onSaved: changed => {
      onClose()
      if (changed.email !== member.email) void offer(member)
    },
  })
  return (
    <MemberForm
      title={t('memberForm.edit', { name: member.displayName })}
      known={member}
      submit={t('memberForm.save')}
      person={person}
      roles={roles}
      save={save}
      value={{}}
      entered={{ person, roles }}
      onPerson={setPerson}
      onRoles={setRoles}
      onClose={onClose}
    >
      {isCalledOtherwise ? <SinceWhen value={wasAlwaysSo} onChange={setAlwaysSo} /> : null}
      <InvitationChanges
        change={isSame(roles, member.roles) ? null : roles}
        ask={next =>
          send(
            members[':memberId'].roles.preview.$post({
              param: { staffId, memberId },
              json: { roles: next },
            }),
          )
        }
      />
      <LeaveStaff member={member} onDone={onClose} />
    </MemberForm>
  )
}

const members = api.api.staffs[':staffId'].members

function isSame(roles: readonly Role[], others: readonly Role[]): boolean {
  return roles.length === others.length && roles.every(role => others.includes(role))
}

/** Whether past meetings keep what stood there before. */
function SinceWhen({ value, onChange }: { value: boolean; onChange: (value: boolean) => void }) {
  const t = useT('roster')
  return (
    <div>
      <Segments
        label={t('memberForm.since')}
        value={value ? 'always' : 'now'}
        onChange={chosen => onChange(chosen === 'always')}
        options={[
          { value: 'now', label: t('memberForm.fromNow') },
          { value: 'always', label: t('memberForm.alwaysSo') },
        ]}
      />
      <p className="secondary soft">
        {t(value ? 'memberForm.alwaysSoHint' : 'memberForm.fromNowHint')}
      </p>
    </div>
  )
}

function MemberForm<In, Out>(form: {
  title: string
  /** the person being changed; absent: a new one */
  known?: Member
  submit: string
  person: PersonDraft
  roles: Role[]
  save: Save<In, Out>
  value: In
  entered: unknown
  onPerson: (person: PersonDraft) => void
  onRoles: (roles: Role[]) => void
  onClose: () => void
  children: ReactNode
}) {
  return (
    <FormDialog
      title={form.title}
      save={form.save}
      value={form.roles.length === 0 ? null : form.value}
      entered={form.entered}
      main={{ label: form.submit }}
      onClose={form.onClose}
      isWide
    >
      <PersonFields
        person={form.person}
        onChange={form.onPerson}
        known={form.known}
        problemOf={form.save.problem}
        autoFocus
      />
      <RoleFields roles={form.roles} onChange={form.onRoles} error={form.save.error} />
      {form.children}
    </FormDialog>
  )
}
