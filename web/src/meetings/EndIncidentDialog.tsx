import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { Incident, IncidentEnd } from '../../../src/incidents/contract.ts'
import { isMovable } from '../../../src/meetings/rules/states.ts'
import { api, send } from '../api.ts'
import { FormDialog } from '../frame/FormDialog.tsx'
import { Loaded } from '../frame/Loaded.tsx'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import type { MyStaff } from '../session.tsx'
import { Choices } from '../ui/Field.tsx'
import { useFormat } from '../ui/time.tsx'
import { staffMeetingsQuery } from './queries.ts'
import { serverNow } from '../ui/clock.ts'

type Fate = 'keep' | 'cancel'
const yearMs = 366 * 86_400_000
const mostShown = 5

/**
 * Ends an incident. Meetings still planned for it stay or are cancelled, as chosen here; nothing is
 * chosen in advance. Ending can be taken back, cancelling cannot.
 */
export function EndIncidentDialog({
  staff,
  incident,
  onClose,
}: {
  staff: MyStaff
  incident: Incident
  onClose: () => void
}) {
  const t = useT('planning')
  const meetings = useT('meetings')
  const format = useFormat()
  const { incidentId, title } = incident
  const [fate, setFate] = useState<Fate | null>(null)
  const [now] = useState(() => serverNow())
  const asked = useQuery(
    staffMeetingsQuery(staff.staffId, {
      from: new Date(now - yearMs).toISOString(),
      until: new Date(now + yearMs).toISOString(),
    }),
  )
  const planned = (asked.data ?? []).filter(
    each => each.incidentId === incidentId && isMovable(each.state),
  )
  const of = api.api.incidents[':incidentId']
  const save = useSave({
    send: (json: z.input<typeof IncidentEnd>) =>
      send(of.end.$post({ param: { incidentId }, json })),
    done: () => t('incidents.isEnded', { title }),
    undo: {
      send: () => send(of.$patch({ param: { incidentId }, json: { endedAt: null } })),
      done: t(fate === 'cancel' ? 'incidents.reopenedCancelled' : 'incidents.reopened', { title }),
    },
    stale: [['staff', staff.staffId], ['overview']],
    onSaved: onClose,
    // somebody else may have changed these meetings
    onRefused: () => void asked.refetch(),
    says: { wrongState: t('incidents.isMeeting') },
  })
  const isOpen = planned.length > 0 && fate === null
  const reason = t('incidents.cancelReason', { title })
  return (
    <FormDialog
      title={t('incidents.endTitle', { title })}
      save={save}
      value={!asked.data || isOpen ? null : { cancel: fate === 'cancel' ? { reason } : null }}
      entered={null}
      main={{
        label: t('incidents.endDo'),
        busy: t('incidents.ending'),
        ...(fate === 'cancel' ? { variant: 'danger' as const } : {}),
      }}
      onClose={onClose}
    >
      <p>{t('incidents.endText')}</p>
      <Loaded query={asked} what={meetings('title')}>
        {() =>
          planned.length === 0 ? (
            <p>{t('incidents.noneAhead')}</p>
          ) : (
            <>
              <p>
                <b>{t('incidents.ahead', { count: planned.length })}</b>{' '}
                {planned
                  .slice(0, mostShown)
                  .map(each => format.spoken(each.startsAt))
                  .join(' · ')}
                {planned.length > mostShown ? ' …' : ''}
              </p>
              <Choices<Fate>
                label={t('incidents.fate')}
                value={fate}
                onChange={setFate}
                options={[
                  { value: 'keep', label: t('incidents.keep', { count: planned.length }) },
                  { value: 'cancel', label: t('incidents.cancel', { count: planned.length }) },
                ]}
              />
              {save.wasTried && isOpen ? (
                <p role="alert" className="bad-text">
                  {t('incidents.choose')}
                </p>
              ) : null}
            </>
          )
        }
      </Loaded>
    </FormDialog>
  )
}
