import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { StaffId } from '../../../src/lib/ids.ts'
import type { MinutesView } from '../../../src/minutes/contract.ts'
import { api, send } from '../api.ts'
import { FormProblem } from '../frame/FormProblem.tsx'
import { useT } from '../i18n/i18n.ts'
import { rosterQuery } from '../roster/queries.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Select } from '../ui/Field.tsx'
import { Loaded } from '../ui/states.tsx'
import { useToast } from '../ui/Toast.tsx'
import { minutesQuery } from './queries.ts'

/** The lead names who writes the minutes. */
export function TakerDialog({
  view,
  staffId,
  onClose,
}: {
  view: MinutesView
  staffId: StaffId
  onClose: () => void
}) {
  const t = useT('minutes')
  const c = useT('common')
  const say = useToast()
  const queries = useQueryClient()
  const roster = useQuery(rosterQuery(staffId))
  const [memberId, setMemberId] = useState<string>(view.minuteTakerId ?? '')
  const chosen = roster.data?.members.find(member => member.memberId === memberId)
  const name = useMutation({
    mutationFn: (id: NonNullable<MinutesView['minuteTakerId']>) =>
      send(
        api.api.meetings[':meetingId'].minutes['minute-taker'].$put({
          param: { meetingId: view.meetingId },
          json: { memberId: id },
        }),
      ),
    onSuccess: named => {
      queries.setQueryData(minutesQuery(view.meetingId).queryKey, named)
      say(t('taker.named', { name: named.minuteTakerName ?? '' }))
      onClose()
      return queries.invalidateQueries({ queryKey: ['meeting', view.meetingId, 'core'] })
    },
  })
  const submit = () => {
    if (chosen) name.mutate(chosen.memberId)
  }
  return (
    <Dialog
      title={t('taker.title')}
      onClose={onClose}
      onSubmit={submit}
      actions={
        <Button
          type="submit"
          variant="primary"
          disabledReason={chosen ? null : t('taker.choose')}
          busy={name.isPending && c('ui.saving')}
        >
          {t('taker.name')}
        </Button>
      }
    >
      <Loaded query={roster} what={c('nav.staff')}>
        {({ members }) => (
          <Select
            label={t('taker.label')}
            hint={t('taker.hint')}
            value={memberId}
            onChange={setMemberId}
            options={[
              { value: '', label: t('taker.choose') },
              ...members
                .filter(member => member.leftAt === null)
                .map(member => ({
                  value: member.memberId as string,
                  label: [member.displayName, ...member.functions].join(' · '),
                })),
            ]}
          />
        )}
      </Loaded>
      <FormProblem error={name.error} />
    </Dialog>
  )
}
