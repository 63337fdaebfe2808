import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Candidate } from '../../../src/board/contract.ts'
import { membershipIn } from '../../../src/lib/actor.ts'
import type { FunctionId, MemberId } from '../../../src/lib/ids.ts'
import { matches } from '../../../src/lib/search.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { isRunning } from '../../../src/meetings/rules/states.ts'
import { takesPart } from '../../../src/roster/rules/roster.ts'
import { api, send } from '../api.ts'
import { problemAt } from '../frame/fields.ts'
import { Loaded, useErrorText } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { rosterQuery } from '../roster/queries.ts'
import { useActor } from '../session.tsx'
import { Button, CallLink } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { TextInput } from '../ui/Field.tsx'
import { PersonRow } from '../ui/People.tsx'
import { EmptyState } from '../ui/states.tsx'
import { useToast } from '../ui/Toast.tsx'
import { nameBeside } from '../words/namesake.ts'

/**
 * *Besetzen …*: somebody of the staff for a function that nobody is left to be called for. They
 * deputise at this meeting; for a function without holder they become its holder in the staff.
 */
export function FillDialog({
  meeting,
  functionId,
  label,
  order,
  onClose,
}: {
  meeting: Meeting
  functionId: FunctionId
  label: string
  order: readonly Candidate[]
  onClose: () => void
}) {
  const t = useT('calls')
  const common = useT('common')
  const ownId = membershipIn(useActor(), meeting.staffId)?.memberId
  const roster = useQuery(rosterQuery(meeting.staffId))
  const [typed, setTyped] = useState('')
  const isForMeeting = order.length > 0
  const fill = useFilling(meeting, { functionId, label, isForMeeting, onDone: onClose })
  return (
    <Dialog title={t('fill.title', { label })} onClose={onClose} isWide>
      <Loaded query={roster} what={common('word.staff')}>
        {({ members }) => {
          const known = new Set<MemberId>(
            order.flatMap(each => (each.attendeeId && each.reply !== 'none' ? each.memberId : [])),
          )
          const found = members.filter(
            member =>
              member.leftAt === null &&
              takesPart(member.roles) &&
              !known.has(member.memberId) &&
              matches(typed, member.sortName, member.displayName, ...member.functions),
          )
          return (
            <>
              <p className="soft">{t(isForMeeting ? 'fill.textMeeting' : 'fill.textStaff')}</p>
              <TextInput
                label={t('fill.search')}
                type="search"
                value={typed}
                onChange={setTyped}
                autoFocus
              />
              {found.length === 0 ? (
                <EmptyState title={common('ui.nothingFound', { text: typed })} />
              ) : null}
              {found.map(({ memberId, displayName: name, functions, mobile }) => (
                <PersonRow
                  key={memberId}
                  isCompact
                  name={nameBeside(name, [functions.join(', ')])}
                  detail={functions.join(', ') || common('word.noFunction')}
                >
                  {mobile && memberId !== ownId ? (
                    <CallLink
                      size="small"
                      number={mobile}
                      label={`${common('action.call')}: ${name}`}
                    >
                      {common('action.call')}
                    </CallLink>
                  ) : null}
                  <Button
                    size="small"
                    label={t('fill.takeFor', { name })}
                    busy={
                      fill.isPending && fill.variables.memberId === memberId && t('fill.taking')
                    }
                    onClick={() => fill.mutate({ memberId, name })}
                  >
                    {t('fill.take')}
                  </Button>
                </PersonRow>
              ))}
            </>
          )
        }}
      </Loaded>
    </Dialog>
  )
}

function useFilling(
  { meetingId, staffId, state }: Meeting,
  {
    functionId,
    label,
    isForMeeting,
    onDone,
  }: { functionId: FunctionId; label: string; isForMeeting: boolean; onDone: () => void },
) {
  const t = useT('calls')
  const say = useToast()
  const errorText = useErrorText()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ memberId }: { memberId: MemberId; name: string }) => {
      const ask = () =>
        send(
          api.api.meetings[':meetingId'].calls.$post({
            param: { meetingId },
            json: { outcome: 'asked', memberId, functionId },
          }),
        )
      if (isForMeeting) return ask()
      await send(
        api.api.staffs[':staffId'].functions[':functionId'].holders.$put({
          param: { staffId, functionId },
          json: { holders: [{ memberId, rank: 0 }] },
        }),
      )
      // once a meeting has begun, the roster invites nobody to it
      if (isRunning(state)) await ask()
    },
    onSuccess: (_none, { name }) => {
      say(t('fill.taken', { name, label }))
      onDone()
      return Promise.all([
        queries.invalidateQueries({ queryKey: ['meeting', meetingId] }),
        queries.invalidateQueries({ queryKey: ['staff', staffId] }),
      ])
    },
    onError: (error, { name }) =>
      say(problemAt(error, 'memberId') ? t('fill.deputises', { name }) : errorText(error)),
  })
}
