import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AttendeeId, MeetingId, MemberId } from '../../../src/lib/ids.ts'
import type { MailDetail } from '../../../src/mail/contract.ts'
import { overReason } from '../../../src/meetings/rules/states.ts'
import type { PrintedLink } from '../../../src/meetings/contract/reply.ts'
import { api, send } from '../api.ts'
import { FormProblem } from '../frame/FormProblem.tsx'
import { useT } from '../i18n/i18n.ts'
import { meetingQuery } from '../meetings/queries.ts'
import { AccessDialog } from '../roster/AccessDialog.tsx'
import { rosterQuery } from '../roster/queries.ts'
import { useSession, useStaff } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Sheet } from '../ui/Sheet.tsx'

/**
 * The content of a mail that did not arrive, to hand over in person: the personal link for the
 * lead, the access code for people who may give access.
 */
export function HandOver({ mail }: { mail: MailDetail }) {
  const { kind, memberId, meetingId, attendeeId, toName } = mail
  if (kind === 'enrolment')
    return memberId ? <AccessByHand memberId={memberId} name={toName} /> : null
  return meetingId && attendeeId ? (
    <LinkByHand meetingId={meetingId} attendeeId={attendeeId} name={toName} />
  ) : null
}

function LinkByHand({
  meetingId,
  attendeeId,
  name,
}: {
  meetingId: MeetingId
  attendeeId: AttendeeId
  name: string
}) {
  const t = useT('invitations')
  const meeting = useQuery(meetingQuery(meetingId))
  const reason = meeting.data && overReason(meeting.data.state)
  const print = useMutation({
    mutationFn: () =>
      send(
        api.api.meetings[':meetingId'].attendees[':attendeeId'].link.$post({
          param: { meetingId, attendeeId },
        }),
      ),
  })
  return (
    <>
      <Button
        busy={print.isPending && t('hand.busy')}
        disabledReason={reason ? t(`hand.over.${reason}`) : undefined}
        onClick={() => print.mutate()}
      >
        {t('hand.link', { name })}
      </Button>
      <FormProblem error={print.error} />
      {print.data ? <LinkDialog link={print.data} onClose={print.reset} /> : null}
    </>
  )
}

function LinkDialog({ link, onClose }: { link: PrintedLink; onClose: () => void }) {
  const t = useT('invitations')
  const { name: staffName, hotline } = useStaff()
  const title = t('hand.title', { name: link.name })
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <Button variant="primary" onClick={() => window.print()}>
          {t('hand.print')}
        </Button>
      }
    >
      <Sheet overline={staffName} title={title}>
        <img
          src={`data:image/svg+xml,${encodeURIComponent(link.qrSvg)}`}
          alt={t('hand.qr')}
          width={220}
          height={220}
        />
        <p>{t('hand.how')}</p>
        <p className="address">{link.url}</p>
        <p>
          <b>{t('hand.keep', { name: link.name })}</b>
        </p>
        {hotline ? <p className="soft">{t('hand.help', { number: hotline })}</p> : null}
      </Sheet>
      <p className="secondary soft no-print">{t('hand.trail')}</p>
    </Dialog>
  )
}

function AccessByHand({ memberId, name }: { memberId: MemberId; name: string }) {
  const t = useT('invitations')
  const { mail } = useSession()
  const { staffId } = useStaff()
  const [isOpen, setOpen] = useState(false)
  const roster = useQuery({ ...rosterQuery(staffId), enabled: isOpen })
  const member = roster.data?.members.find(each => each.memberId === memberId)
  return (
    <>
      <Button
        variant={mail === 'outbox' ? 'primary' : 'secondary'}
        busy={isOpen && !member && roster.isFetching && t('hand.busy')}
        onClick={() => setOpen(true)}
      >
        {t('hand.code', { name })}
      </Button>
      <FormProblem error={roster.error} />
      {isOpen && member ? <AccessDialog member={member} onClose={() => setOpen(false)} /> : null}
    </>
  )
}
