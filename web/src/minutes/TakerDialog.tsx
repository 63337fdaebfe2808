import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { MemberId, StaffId } from '../../../src/lib/ids.ts'
import { startsOn } from '../../../src/lib/time.ts'
import type { MinutesView } from '../../../src/minutes/contract.ts'
import type { Roster } from '../../../src/roster/contract/roster.ts'
import { api, send } from '../api.ts'
import { FormDialog } from '../frame/FormDialog.tsx'
import { Loaded, together } from '../frame/Loaded.tsx'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { entriesQuery } from '../journal/queries.ts'
import { MinuteTakerField } from '../meetings/MinuteTakerField.tsx'
import { minutesQuery } from '../meetings/queries.ts'
import { takersOf, wroteIn } from '../meetings/takers.ts'
import { rosterQuery } from '../roster/queries.ts'
import { Dialog } from '../ui/Dialog.tsx'

type Props = { view: MinutesView; staffId: StaffId; onClose: () => void }
type Wrote = ReturnType<typeof wroteIn>

/** Lets the lead name the minute taker; who wrote most entries is proposed. */
export function TakerDialog(props: Props) {
  const t = useT('minutes')
  const common = useT('common')
  const loaded = together(
    useQuery(rosterQuery(props.staffId)),
    useQuery(entriesQuery(props.view.meetingId)),
  )
  if (loaded.data) {
    const [roster, entries] = loaded.data
    return <Naming {...props} roster={roster} wrote={wroteIn(entries)} />
  }
  return (
    <Dialog title={t('taker.title')} onClose={props.onClose}>
      <Loaded query={loaded} what={common('nav.staff')}>
        {() => null}
      </Loaded>
    </Dialog>
  )
}

function Naming({
  view,
  staffId,
  onClose,
  roster,
  wrote,
}: Props & { roster: Roster; wrote: Wrote }) {
  const t = useT('minutes')
  const { meetingId, record } = view
  const day = startsOn(record.begin, record.zone)
  const [first] = takersOf(roster, { day, wrote })
  const most = first && first.entries > 0 ? first : null
  const [memberId, setMemberId] = useState<MemberId | null>(
    view.minuteTakerId ?? most?.member.memberId ?? null,
  )
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
      value={memberId}
      entered={memberId ?? ''}
      main={{ label: t('taker.name'), disabledReason: memberId ? null : t('taker.choose') }}
      onClose={onClose}
    >
      {most ? (
        <p>{t('taker.most', { name: most.member.displayName, count: most.entries })}</p>
      ) : null}
      <MinuteTakerField
        staffId={staffId}
        label={t('taker.label')}
        nobody={t('taker.choose')}
        hint={t('taker.hint')}
        day={day}
        wrote={wrote}
        value={memberId}
        onChange={setMemberId}
      />
    </FormDialog>
  )
}
