import { useId } from 'react'
import type { Roster, Staff, StaffFunction } from '../../../src/roster/contract/roster.ts'
import { blocksToChoose } from '../../../src/roster/rules/roster.ts'
import { api, send } from '../api.ts'
import { FormDialog } from '../frame/FormDialog.tsx'
import { SaveProblem } from '../frame/InlineForm.tsx'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { InvitationChanges } from './InvitationChanges.tsx'
import { Button } from '../ui/Button.tsx'
import { Checkbox, TextInput } from '../ui/Field.tsx'
import { useTyped } from '../ui/typed.ts'
import { rosterQuery } from './queries.ts'

type Props = {
  staff: Pick<Staff, 'staffId'>
  roster: Roster
  fn: StaffFunction | null
  /** what a new function begins with */
  begun?: { label: string; block: string }
  onSaved?: (label: string) => void
  onClose: () => void
}

/** Adds a function (`fn` null) or changes one; a change of the block moves it there. */
export function FunctionDialog({ staff: { staffId }, roster, fn, begun, onSaved, onClose }: Props) {
  const t = useT('roster')
  const blocksId = useId()
  const form = useTyped(
    {
      label: fn?.label ?? begun?.label ?? '',
      block: fn?.block ?? begun?.block ?? '',
      isRequired: fn?.isRequired ?? false,
    },
    fn || begun ? null : `roster:function:${staffId}`,
  )
  const save = useSave({
    send: (json: typeof form.typed) =>
      fn
        ? send(route.$patch({ param: { staffId, functionId: fn.functionId }, json }))
        : send(api.api.staffs[':staffId'].functions.$post({ param: { staffId }, json })),
    done: (_roster, { label }) => t('functionForm.saved', { label: label.trim() }),
    answers: rosterQuery(staffId).queryKey,
    onSaved: () => {
      form.forget()
      onSaved?.(form.typed.label.trim())
      onClose()
    },
  })
  const label = save.problem('label')
  return (
    <FormDialog
      title={t(fn ? 'functionForm.edit' : 'functionForm.add')}
      save={save}
      value={form.typed}
      entered={fn ? form.typed : null}
      onClose={onClose}
    >
      <TextInput
        label={t('functionForm.label')}
        hint={t('functionForm.labelHint')}
        {...form.field('label')}
        error={
          label ? t(label.problem === 'taken' ? 'functionForm.taken' : 'functionForm.empty') : null
        }
        maxLength={120}
        required
        autoFocus
        autoComplete="off"
      />
      <TextInput
        label={t('functionForm.block')}
        hint={t('functionForm.blockHint')}
        {...form.field('block')}
        error={save.problem('block') ? t('functionForm.empty') : null}
        list={blocksId}
        maxLength={120}
        required
        autoComplete="off"
      />
      <datalist id={blocksId}>
        {blocksToChoose(roster.functions).map(block => (
          <option key={block} value={block} />
        ))}
      </datalist>
      <Checkbox
        isChecked={form.typed.isRequired}
        onChange={isRequired => form.change({ isRequired })}
      >
        {t('functionForm.required')}
      </Checkbox>
      {fn ? <Retire staffId={staffId} fn={fn} today={roster.today} onDone={onClose} /> : null}
    </FormDialog>
  )
}

/** Removes a function. Says who loses it; on the same day the removal can be taken back. */
function Retire({
  staffId,
  fn,
  today,
  onDone,
}: {
  staffId: Staff['staffId']
  fn: StaffFunction
  today: string
  onDone: () => void
}) {
  const t = useT('roster')
  const common = useT('common')
  const param = { staffId, functionId: fn.functionId }
  const names = [
    ...new Set(fn.holders.filter(holder => holder.validFrom <= today).map(holder => holder.name)),
  ]
  const retire = useSave({
    send: () => send(route.$delete({ param })),
    done: () => t('functionForm.retired', { label: fn.label }),
    undo: {
      send: () => send(route.$patch({ param, json: { isRetired: false } })),
      done: t('functionForm.restored', { label: fn.label }),
      failed: t('memberForm.notRestored'),
    },
    answers: rosterQuery(staffId).queryKey,
    onSaved: onDone,
  })
  return (
    <div className="destructive">
      <p>
        {names.length > 0 ? t('functionForm.retireWho', { names: names.join(', ') }) : ''}{' '}
        {t('functionForm.retireText')}
      </p>
      <InvitationChanges
        change={fn.functionId}
        ask={() => send(route.removal.preview.$post({ param }))}
      />
      <Button
        variant="danger"
        busy={retire.isBusy && common('ui.saving')}
        onClick={() => retire.submit({})}
      >
        {t('functionForm.retire')}
      </Button>
      <SaveProblem save={retire} />
    </div>
  )
}

const route = api.api.staffs[':staffId'].functions[':functionId']
