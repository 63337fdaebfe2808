import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import type { Incident } from '../../../src/incidents/contract.ts'
import type { ConveneNowInput, MeetingSummary } from '../../../src/meetings/contract/meeting.ts'
import { api, send, withKey } from '../api.ts'
import { FormDialog } from '../frame/FormDialog.tsx'
import { Loaded } from '../frame/Loaded.tsx'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { incidentsQuery } from '../meetings/queries.ts'
import type { MyStaff } from '../session.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { useDraft } from '../ui/draft.ts'
import { TextInput } from '../ui/Field.tsx'
import { wholeNumber } from '../ui/numbers.ts'
import { useFormat, useNow, ZoneProvider } from '../ui/time.tsx'
import { useToast } from '../ui/Toast.tsx'
import { BeginField } from './BeginField.tsx'
import { longestMin, runningIncidents } from './convening.ts'
import { IncidentField, type IncidentChoice } from './IncidentField.tsx'
import { Recipients } from './Recipients.tsx'

type Summary = z.infer<typeof MeetingSummary>
type Props = { staff: MyStaff; like: Summary | null; next: Summary | null; onClose: () => void }

/**
 * Jetzt einberufen: all fields are filled when it opens, so that one press is enough. It shows who
 * is told.
 */
export function ConveneDialog(props: Props) {
  const t = useT('overview')
  const incidents = useQuery(incidentsQuery(props.staff.staffId))
  if (incidents.data) {
    return (
      <ZoneProvider zone={props.staff.zone}>
        <Convening {...props} incidents={runningIncidents(incidents.data)} />
      </ZoneProvider>
    )
  }
  return (
    <Dialog title={t('convene.title')} onClose={props.onClose}>
      <Loaded query={incidents} what={t('convene.incident')}>
        {() => null}
      </Loaded>
    </Dialog>
  )
}

function Convening({
  staff,
  like,
  next,
  incidents,
  onClose,
}: Props & { incidents: readonly Incident[] }) {
  const t = useT('overview')
  const format = useFormat()
  const nowMs = useNow(10_000)
  const [minutes, setMinutes] = useState('5')
  const [place, setPlace] = useState<string | null>(null)
  const [title, setTitle] = useDraft(`convene:${staff.staffId}`)
  const [which, setWhich] = useState<Pick<IncidentChoice, 'chosen' | 'kind'>>({
    chosen: incidents[0]?.incidentId ?? '',
    kind: 'operation',
  })
  const save = useConvene(staff, () => {
    setTitle('')
    onClose()
  })
  const inMin = wholeNumber(minutes, { from: 0, to: longestMin })
  const known = incidents.find(each => each.incidentId === which.chosen)
  const isNameless = !known && title.trim() === ''
  const startsAtMs = Math.ceil(nowMs / 60_000) * 60_000 + (inMin ?? 0) * 60_000
  return (
    <FormDialog
      title={t('convene.title')}
      save={save}
      value={
        inMin === null || isNameless
          ? null
          : {
              inMin,
              ...(known
                ? { incidentId: known.incidentId, kind: known.kind }
                : { incident: { title: title.trim(), kind: which.kind }, kind: which.kind }),
              ...(like ? { like: like.meetingId } : {}),
              ...(place === null ? {} : { place: place.trim() }),
            }
      }
      entered={place ?? ''}
      main={{ label: t('convene.do'), busy: t('convene.busy'), size: 'big', isBlock: true }}
      hasCancel={false}
      onClose={onClose}
      isWide
    >
      {next ? (
        <p className="warn-text">
          {t('convene.already', { title: next.title, when: format.spoken(next.startsAt) })}
        </p>
      ) : null}
      <Recipients staff={staff} startsAtMs={startsAtMs} />
      <BeginField
        typed={minutes}
        onChange={setMinutes}
        startsAtMs={startsAtMs}
        isBad={inMin === null}
      />
      <div className="form-grid">
        <IncidentField
          incidents={incidents}
          choice={{ ...which, title }}
          isMissing={save.wasTried && isNameless}
          onChange={choice => {
            setWhich(choice)
            setTitle(choice.title)
          }}
        />
        <TextInput
          label={t('convene.place')}
          hint={like ? undefined : t('convene.placeHint')}
          value={place ?? like?.place ?? ''}
          onChange={setPlace}
          maxLength={300}
        />
      </div>
      {like ? <p className="secondary soft">{t('convene.like', { title: like.title })}</p> : null}
    </FormDialog>
  )
}

function useConvene(staff: MyStaff, onDone: () => void) {
  const t = useT('overview')
  const say = useToast()
  const navigate = useNavigate()
  const { staffId } = staff
  // equal values keep the key, so that a second press after a lost answer convenes nobody twice
  const last = useRef({ wish: '', key: '' })
  return useSave({
    send: (json: z.input<typeof ConveneNowInput>) => {
      const wish = JSON.stringify(json)
      if (last.current.wish !== wish) last.current = { wish, key: crypto.randomUUID() }
      return send(
        api.api.staffs[':staffId'].meetings.now.$post(
          { param: { staffId }, json },
          withKey(last.current.key),
        ),
      )
    },
    done: ({ meeting }) => t('convene.done', { title: meeting.title }),
    stale: [['overview'], ['staff', staffId]],
    onSaved: ({ meeting, warnings }) => {
      const names = [...new Set(warnings.map(warning => warning.memberName))]
      if (names.length > 0)
        say(t('convene.overlap', { names: names.slice(0, 5).join(', '), count: names.length }))
      onDone()
      void navigate({ to: '/meetings/$meetingId', params: { meetingId: meeting.meetingId } })
    },
  })
}
