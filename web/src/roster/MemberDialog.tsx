import { useMutation } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { Role } from '../../../src/lib/actor.ts'
import type { Member, Roster, Staff } from '../../../src/roster/contract.ts'
import { api, send } from '../api.ts'
import { isAboutForm, problemAt } from '../frame/fields.ts'
import { FormProblem } from '../frame/FormProblem.tsx'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { useToast } from '../ui/Toast.tsx'
import { useFormDraft } from './formDraft.ts'
import { noPlace, placeFrom, PlaceChoice } from './PlaceChoice.tsx'
import { LeaveStaff } from './LeaveStaff.tsx'
import { emptyPerson, PersonFields, type PersonDraft } from './PersonFields.tsx'
import { useRosterCache } from './queries.ts'
import { RoleFields } from './RoleFields.tsx'

/** Somebody new; what is typed stays until they are invited. */
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
  const say = useToast()
  const { staffId } = staff
  const { reload } = useRosterCache(staffId)
  const roles: Role[] = ['member']
  const [form, setForm, forget] = useFormDraft(`roster:member:${staffId}`, {
    person: emptyPerson(staff.language),
    roles,
    ...noPlace,
  })
  const save = useMutation({
    mutationFn: () =>
      send(
        api.api.staffs[':staffId'].members.$post({
          param: { staffId },
          json: { ...form.person, roles: form.roles, functions: placeFrom(form) },
        }),
      ),
    onSuccess: member => {
      forget()
      const { displayName: name } = member
      say(t(member.sharesDetails === true ? 'memberForm.added' : 'memberForm.addedKnown', { name }))
      if (member.hasSecondFactor || !member.mayChange.includes('email')) onClose()
      else onAdded(member)
      return reload()
    },
  })
  return (
    <MemberForm
      title={t('memberForm.add')}
      submit={t('memberForm.saveNew')}
      person={form.person}
      roles={form.roles}
      error={save.error}
      isSaving={save.isPending}
      onPerson={person => setForm({ ...form, person })}
      onRoles={next => setForm({ ...form, roles: next })}
      onSave={() => save.mutate()}
      onClose={onClose}
    >
      <PlaceChoice
        functions={roster.functions}
        value={form}
        onChange={place => setForm({ ...form, ...place })}
        error={problemAt(save.error, 'functions.0.rank') ? t('memberForm.placeTaken') : null}
      />
    </MemberForm>
  )
}

/** Only what was changed is sent, so that two people may change different things of one person. */
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
  const say = useToast()
  const { staffId } = staff
  const { memberId } = member
  const { reload } = useRosterCache(staffId)
  const before: PersonDraft = {
    ...member,
    mobile: member.mobile ?? '',
    language: member.language ?? staff.language,
  }
  const [person, setPerson] = useState(before)
  const [roles, setRoles] = useState<Role[]>(member.roles)
  const save = useMutation({
    mutationFn: () => {
      const changed = Object.fromEntries(
        member.mayChange
          .filter(field => person[field] !== before[field])
          .map(field => [field, person[field]]),
      )
      const sameRoles =
        roles.length === member.roles.length && roles.every(role => member.roles.includes(role))
      const json = { ...changed, ...(sameRoles ? {} : { roles }) }
      return send(
        api.api.staffs[':staffId'].members[':memberId'].$patch({
          param: { staffId, memberId },
          json,
        }),
      )
    },
    onSuccess: changed => {
      say(t('memberForm.saved', { name: changed.displayName }))
      onClose()
      return reload()
    },
  })
  return (
    <MemberForm
      title={t('memberForm.edit', { name: member.displayName })}
      known={member}
      submit={t('memberForm.save')}
      person={person}
      roles={roles}
      error={save.error}
      isSaving={save.isPending}
      onPerson={setPerson}
      onRoles={setRoles}
      onSave={() => save.mutate()}
      onClose={onClose}
    >
      <LeaveStaff member={member} onDone={onClose} />
    </MemberForm>
  )
}

function MemberForm(form: {
  title: string
  /** who is changed; absent: somebody new */
  known?: Member
  submit: string
  person: PersonDraft
  roles: Role[]
  error: unknown
  isSaving: boolean
  onPerson: (person: PersonDraft) => void
  onRoles: (roles: Role[]) => void
  onSave: () => void
  onClose: () => void
  children: ReactNode
}) {
  const c = useT('common')
  return (
    <Dialog
      title={form.title}
      onClose={form.onClose}
      onSubmit={() => (form.isSaving || form.roles.length === 0 ? undefined : form.onSave())}
      isWide
      actions={
        <>
          <Button onClick={form.onClose}>{c('action.cancel')}</Button>
          <Button type="submit" variant="primary" busy={form.isSaving && c('ui.saving')}>
            {form.submit}
          </Button>
        </>
      }
    >
      <PersonFields
        person={form.person}
        onChange={form.onPerson}
        known={form.known}
        problemOf={field => problemAt(form.error, field)}
        autoFocus
      />
      <RoleFields roles={form.roles} onChange={form.onRoles} error={form.error} />
      {form.children}
      {isAboutForm(form.error) ? <FormProblem error={form.error} /> : null}
    </Dialog>
  )
}
