import type { FunctionId } from '../../../src/lib/ids.ts'
import type { RecordsSubject } from '../../../src/records/contract.ts'
import { useT } from '../i18n/i18n.ts'
import { useConnection } from '../live.ts'
import { Button, ButtonAnchor, type ButtonLook } from '../ui/Button.tsx'
import { useFormat } from '../ui/time.tsx'
import { useToast } from '../ui/Toast.tsx'
import { exportAddress, type Extent } from './queries.ts'

/** Als Auskunft: what was asked for as a PDF; with a reason, why it cannot be. */
export function StatementLink({
  subject,
  extent,
  functionId,
  refusal,
  children,
  ...look
}: ButtonLook & {
  subject: RecordsSubject
  extent: Extent
  functionId?: FunctionId
  refusal: string | null
  children: string
}) {
  const t = useT('records')
  const common = useT('common')
  const say = useToast()
  const { lang } = useFormat()
  const isLost = useConnection().connection === 'lost'
  const reason = isLost ? common('error.offline') : refusal
  if (reason)
    return (
      <Button {...look} disabledReason={reason}>
        {children}
      </Button>
    )
  return (
    <ButtonAnchor
      {...look}
      download
      href={exportAddress(
        { subject, format: 'pdf' },
        { ...extent, ...(functionId ? { functionId } : {}), language: lang },
      )}
      onClick={() => say(t('export.started'))}
    >
      {children}
    </ButtonAnchor>
  )
}
