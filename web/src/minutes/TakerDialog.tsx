import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { MemberId, StaffId } from '../../../src/lib/ids.ts'
import type { MinutesView } from '../../../src/minutes/contract.ts'
import { api, send } from '../api.ts'
import { FormDialog } from '../frame/FormDialog.tsx'
import { Loaded } from '../frame/Loaded.tsx'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { rosterQuery } from '../roster/queries.ts'
import { Select } from '../ui/Field.tsx'
import { minutesQuery } from '../meetings/queries.ts'

/** Lets the lead name the minute taker. */
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
  const common = useT('common')
  const roster = useQuery(rosterQuery(staffId))
  const [memberId, setMemberId] = useState<string>(view.minuteTakerId ?? '')
  const chosen = roster.data?.members.find(member => member.memberId === memberId)
  const { meetingId } = view
  const save = useSave({
    send: (id: MemberId) =>
      send(
        api.api.meetings[':meetingId'].minutes['minute-taker'].$put({
          param: { meetingId },
          json: { memberId: id },
        }),
      ),
    done: named => t('taker.named', { name: named.minuteTakerName ?? '' }),
    answers: minutesQuery(meetingId).queryKey,
    stale: [['meeting', meetingId, 'core']],
    onSaved: onClose,
  })
  return (
    <FormDialog
      title={t('taker.title')}
      save={save}
      value={chosen?.memberId ?? null}
      entered={memberId}
      main={{ label: t('taker.name'), disabledReason: chosen ? null : t('taker.choose') }}
      onClose={onClose}
    >
      <Loaded query={roster} what={common('nav.staff')}>
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
    </FormDialog>
  )
}
