import type { Entry } from '../../../src/journal/contract.ts'
import type { StaffId } from '../../../src/lib/ids.ts'
import { FormDialog } from '../frame/FormDialog.tsx'
import { Loaded } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { OrderFields } from './OrderFields.tsx'
import { useAssigning } from './useAssigning.ts'

/** Names who carries out an order and until when, also long after its meeting. */
export function AssignDialog({
  order,
  staffId,
  onClose,
}: {
  order: Entry
  staffId: StaffId
  onClose: () => void
}) {
  const t = useT('journal')
  const { save, value, facts, setFacts, people, roster } = useAssigning(order, {
    staffId,
    onSaved: onClose,
  })
  return (
    <FormDialog
      title={t('assignTitle', { label: order.label })}
      save={save}
      value={value}
      entered={facts}
      onClose={onClose}
    >
      <p>{order.text}</p>
      <Loaded query={roster} what={t('responsible')}>
        {() => <OrderFields people={people} value={facts} onChange={setFacts} />}
      </Loaded>
    </FormDialog>
  )
}
