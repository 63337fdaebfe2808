import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { MemberId } from '../../../src/lib/ids.ts'
import { matches } from '../../../src/lib/search.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { takesPart } from '../../../src/roster/rules/roster.ts'
import { Loaded } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { rosterQuery } from '../roster/queries.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { TextInput } from '../ui/Field.tsx'
import { PersonRow } from '../ui/People.tsx'
import { EmptyState } from '../ui/states.tsx'
import { nameBeside } from '../words/namesake.ts'
import { useInviting } from './useInviting.ts'

/** Invites members of the staff who are not part of this meeting yet. */
export function InviteDialog({
  meeting,
  invited,
  onClose,
}: {
  meeting: Meeting
  invited: ReadonlySet<MemberId | null>
  onClose: () => void
}) {
  const t = useT('attendance')
  const common = useT('common')
  const roster = useQuery(rosterQuery(meeting.staffId))
  const [typed, setTyped] = useState('')
  const invite = useInviting(meeting.meetingId)
  return (
    <Dialog title={t('invite.title')} onClose={onClose} isWide>
      <Loaded query={roster} what={common('word.staff')}>
        {({ members }) => {
          const open = members.filter(
            member =>
              !invited.has(member.memberId) && member.leftAt === null && takesPart(member.roles),
          )
          const found = open.filter(member =>
            matches(
              typed,
              member.sortName,
              member.displayName,
              member.organisation,
              ...member.functions,
            ),
          )
          if (open.length === 0) return <EmptyState title={t('invite.none')} />
          return (
            <>
              <TextInput
                label={t('invite.search')}
                type="search"
                value={typed}
                onChange={setTyped}
                autoFocus
              />
              {found.length === 0 ? <EmptyState title={t('invite.nothing')} /> : null}
              <div>
                {found.map(({ memberId, displayName, organisation, functions }) => (
                  <PersonRow
                    key={memberId}
                    isCompact
                    name={nameBeside(displayName, [organisation, functions.join(', ')])}
                    detail={[functions.join(', '), organisation].filter(Boolean).join(' · ')}
                  >
                    <Button
                      size="small"
                      busy={
                        invite.isPending &&
                        invite.variables.memberId === memberId &&
                        t('invite.inviting')
                      }
                      onClick={() => invite.mutate({ memberId, name: displayName })}
                    >
                      {t('invite.invite')}
                    </Button>
                  </PersonRow>
                ))}
              </div>
            </>
          )
        }}
      </Loaded>
    </Dialog>
  )
}
