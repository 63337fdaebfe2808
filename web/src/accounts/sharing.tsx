import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { StaffId } from '../../../src/lib/ids.ts'
import { api, send } from '../api.ts'
import { FormProblem } from '../frame/FormProblem.tsx'
import { useT } from '../i18n/i18n.ts'
import { type MyStaff } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { sessionQuery } from '../visitor.ts'

function useSharing(staffId: StaffId) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (sharesDetails: boolean) =>
      send(
        api.api.me.staffs[':staffId'].sharing.$put({
          param: { staffId },
          json: { sharesDetails },
        }),
      ),
    onSuccess: () => queries.invalidateQueries(sessionQuery),
  })
}

/**
 * Asks somebody whom another staff knew before whether this staff may see more than their name.
 * Both buttons look alike, so that none is suggested.
 */
export function SharingQuestion({ staff: { staffId, name } }: { staff: MyStaff }) {
  const t = useT('accounts')
  const common = useT('common')
  const answer = useSharing(staffId)
  const busy = (isYes: boolean) =>
    answer.isPending && answer.variables === isYes && common('ui.saving')
  return (
    <div className="stack" role="group" aria-label={t('sharing.group', { name })}>
      <p>{t('sharing.question', { name })}</p>
      <div className="row wrap">
        <Button busy={busy(true)} onClick={() => answer.mutate(true)}>
          {t('sharing.yes')}
        </Button>
        <Button busy={busy(false)} onClick={() => answer.mutate(false)}>
          {t('sharing.no')}
        </Button>
      </div>
      <FormProblem error={answer.error} />
    </div>
  )
}

/** Shows what a staff sees of the person, and changes it. */
export function SharingState({ staff }: { staff: MyStaff }) {
  const t = useT('accounts')
  const common = useT('common')
  const { staffId, name, sharesDetails } = staff
  const change = useSharing(staffId)
  if (sharesDetails === null) return <SharingQuestion staff={staff} />
  return (
    <>
      <div className="row wrap">
        <span className="secondary soft">
          {t(sharesDetails ? 'sharing.all' : 'sharing.nameOnly')}
        </span>
        <Button
          size="small"
          variant="tertiary"
          label={t(sharesDetails ? 'sharing.withdrawFrom' : 'sharing.allowTo', { name })}
          busy={change.isPending && common('ui.saving')}
          onClick={() => change.mutate(!sharesDetails)}
        >
          {t(sharesDetails ? 'sharing.withdraw' : 'sharing.allow')}
        </Button>
      </div>
      <FormProblem error={change.error} />
    </>
  )
}
