import { SharingQuestion } from '../accounts/sharing.tsx'
import { useSession } from '../session.tsx'
import { Panel } from '../ui/Panel.tsx'

/** Questions of staffs that added the person; a question disappears once answered. */
export function SharingPanel() {
  const { me } = useSession()
  const asking = me.staffs.filter(staff => staff.sharesDetails === null)
  if (asking.length === 0) return null
  return (
    <Panel isPadded>
      <div className="stack">
        {asking.map(staff => (
          <SharingQuestion key={staff.staffId} staff={staff} />
        ))}
      </div>
    </Panel>
  )
}
