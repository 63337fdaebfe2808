import { useMutation } from '@tanstack/react-query'
import { useId } from 'react'
import type { Roster, Staff, StaffFunction } from '../../../src/roster/contract.ts'
import { blocksToChoose } from '../../../src/roster/rules.ts'
import { api, send } from '../api.ts'
import { isAboutForm, problemAt } from '../frame/fields.ts'
import { FormProblem } from '../frame/FormProblem.tsx'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Checkbox, TextInput } from '../ui/Field.tsx'
import { useToast } from '../ui/Toast.tsx'
import { useFormDraft } from './formDraft.ts'
import { useRosterCache } from './queries.ts'

type Props = { staff: Staff; roster: Roster; fn: StaffFunction | null; onClose: () => void }

/** A function added (`fn` null) or changed; a change of the block moves it there. */
export function FunctionDialog({ staff: { staffId }, roster, fn, onClose }: Props) {
  const t = useT('roster')
  const c = useT('common')
  const say = useToast()
  const blocksId = useId()
  const { keep } = useRosterCache(staffId)
  const [form, setForm, forget] = useFormDraft(fn ? null : `roster:function:${staffId}`, {
    label: fn?.label ?? '',
    block: fn?.block ?? '',
    isRequired: fn?.isRequired ?? false,
  })
  const save = useMutation({
    mutationFn: () => {
      if (!fn)
        return send(api.api.staffs[':staffId'].functions.$post({ param: { staffId }, json: form }))
      return send(route.$patch({ param: { staffId, functionId: fn.functionId }, json: form }))
    },
    onSuccess: changed => {
      keep(changed)
      forget()
      say(t('functionForm.saved', { label: form.label.trim() }))
      onClose()
    },
  })
  const label = problemAt(save.error, 'label')
  return (
    <Dialog
      title={t(fn ? 'functionForm.edit' : 'functionForm.add')}
      onClose={onClose}
      onSubmit={() => (save.isPending ? undefined : save.mutate())}
      actions={
        <>
          <Button onClick={onClose}>{c('action.cancel')}</Button>
          <Button type="submit" variant="primary" busy={save.isPending && c('ui.saving')}>
            {c('action.save')}
          </Button>
        </>
      }
    >
      <TextInput
        label={t('functionForm.label')}
        hint={t('functionForm.labelHint')}
        value={form.label}
        onChange={text => setForm({ ...form, label: text })}
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
        value={form.block}
        onChange={block => setForm({ ...form, block })}
        error={problemAt(save.error, 'block') ? t('functionForm.empty') : null}
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
        isChecked={form.isRequired}
        onChange={isRequired => setForm({ ...form, isRequired })}
      >
        {t('functionForm.required')}
      </Checkbox>
      {isAboutForm(save.error) ? <FormProblem error={save.error} /> : null}
      {fn ? <Retire staffId={staffId} fn={fn} today={roster.today} onDone={onClose} /> : null}
    </Dialog>
  )
}

/** Says who loses it; on the same day it can be taken back. */
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
  const c = useT('common')
  const say = useToast()
  const { keep } = useRosterCache(staffId)
  const param = { staffId, functionId: fn.functionId }
  const names = [
    ...new Set(fn.holders.filter(holder => holder.validFrom <= today).map(holder => holder.name)),
  ]
  const restore = () =>
    void send(route.$patch({ param, json: { isRetired: false } })).then(
      roster => {
        keep(roster)
        say(t('functionForm.restored', { label: fn.label }))
      },
      () => say(t('memberForm.notRestored')),
    )
  const retire = useMutation({
    mutationFn: () => send(route.$delete({ param })),
    onSuccess: roster => {
      keep(roster)
      say(t('functionForm.retired', { label: fn.label }), { undo: restore })
      onDone()
    },
  })
  return (
    <div className="destructive">
      <p>
        {names.length > 0 ? t('functionForm.retireWho', { names: names.join(', ') }) : ''}{' '}
        {t('functionForm.retireText')}
      </p>
      <Button
        variant="danger"
        busy={retire.isPending && c('ui.saving')}
        onClick={() => retire.mutate()}
      >
        {t('functionForm.retire')}
      </Button>
      <FormProblem error={retire.error} />
    </div>
  )
}

const route = api.api.staffs[':staffId'].functions[':functionId']
