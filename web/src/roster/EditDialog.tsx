import type { Roster, Staff } from '../../../src/roster/contract/roster.ts'
import { AccessDialog } from './AccessDialog.tsx'
import { CheckDialog } from './CheckDialog.tsx'
import type { Editing } from './editing.ts'
import { FunctionDialog } from './FunctionDialog.tsx'
import { HoldersDialog } from './HoldersDialog.tsx'
import { AddMemberDialog, EditMemberDialog } from './MemberDialog.tsx'
import { NewStaffDialog } from './NewStaffDialog.tsx'
import { OrderDialog } from './OrderDialog.tsx'
import { SettingsDialog } from './SettingsDialog.tsx'

/** The dialog for what is being edited. */
export function EditDialog({
  editing,
  staff,
  roster,
  onEdit,
}: {
  editing: Editing
  staff: Staff
  roster: Roster
  onEdit: (editing: Editing | null) => void
}) {
  const onClose = () => onEdit(null)
  const { what } = editing
  switch (what) {
    case 'addMember':
      return (
        <AddMemberDialog
          staff={staff}
          roster={roster}
          onAdded={member => onEdit({ what: 'access', member })}
          onClose={onClose}
        />
      )
    case 'member':
      return <EditMemberDialog staff={staff} member={editing.member} onClose={onClose} />
    case 'access':
      return <AccessDialog member={editing.member} onClose={onClose} />
    case 'addFunction':
      return <FunctionDialog staff={staff} roster={roster} fn={null} onClose={onClose} />
    case 'function':
      return <FunctionDialog staff={staff} roster={roster} fn={editing.fn} onClose={onClose} />
    case 'holders':
      return <HoldersDialog staff={staff} roster={roster} fn={editing.fn} onClose={onClose} />
    case 'order':
      return <OrderDialog staff={staff} roster={roster} onClose={onClose} />
    case 'check':
      return <CheckDialog roster={roster} onEdit={onEdit} onClose={onClose} />
    case 'settings':
      return <SettingsDialog staff={staff} onClose={onClose} />
    case 'newStaff':
      return <NewStaffDialog onClose={onClose} />
  }
}
