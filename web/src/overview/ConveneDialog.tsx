import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import type { Incident } from '../../../src/incidents/contract.ts'
import type { ConveneNowInput, MeetingSummary } from '../../../src/meetings/contract.ts'
import { api, send, withKey } from '../api.ts'
import { FormProblem } from '../frame/FormProblem.tsx'
import { useT } from '../i18n/i18n.ts'
import type { MyStaff } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { useDraft } from '../ui/draft.ts'
import { TextInput } from '../ui/Field.tsx'
import { Loaded } from '../ui/states.tsx'
import { useFormat, useNow, ZoneProvider } from '../ui/time.tsx'
import { useToast } from '../ui/Toast.tsx'
import { BeginField } from './BeginField.tsx'
import { minutesOf, runningIncidents } from './convening.ts'
import { IncidentField, type IncidentChoice } from './IncidentField.tsx'
import { incidentsQuery } from '../meetings/queries.ts'
import { Recipients } from './Recipients.tsx'

type Summary = z.infer<typeof MeetingSummary>
type Props = { staff: MyStaff; like: Summary | null; next: Summary | null; onClose: () => void }

/** Jetzt einberufen: complete as it opens, so that one press is enough; who is told, and everything that may be changed, in sight. */
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
  const [chosen, setChosen] = useState<string>(incidents[0]?.incidentId ?? '')
  const [title, setTitle] = useDraft(`convene:${staff.staffId}`)
  const [kind, setKind] = useState<Incident['kind']>('operation')
  const incident: IncidentChoice = { chosen, title, kind }
  const inMin = minutesOf(minutes)
  const convene = useConvene(staff, () => {
    setTitle('')
    onClose()
  })
  const [wasTried, setTried] = useState(false)
  const known = incidents.find(each => each.incidentId === chosen)
  const isWhole = inMin !== null && (known !== undefined || title.trim() !== '')
  const submit = () => {
    setTried(true)
    if (!isWhole || convene.isPending) return
    convene.mutate({
      inMin,
      ...(known
        ? { incidentId: known.incidentId, kind: known.kind }
        : { incident: { title: title.trim(), kind }, kind }),
      ...(like ? { like: like.meetingId } : {}),
      ...(place === null ? {} : { place: place.trim() }),
    })
  }
  const startsAtMs = Math.ceil(nowMs / 60_000) * 60_000 + (inMin ?? 0) * 60_000
  return (
    <Dialog
      title={t('convene.title')}
      onClose={onClose}
      onSubmit={submit}
      isWide
      actions={
        <Button
          type="submit"
          variant="primary"
          size="big"
          isBlock
          busy={convene.isPending && t('convene.busy')}
        >
          {t('convene.do')}
        </Button>
      }
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
          choice={incident}
          isMissing={wasTried && !known && title.trim() === ''}
          onChange={change => {
            setChosen(change.chosen)
            setTitle(change.title)
            setKind(change.kind)
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
      <FormProblem error={convene.error} />
    </Dialog>
  )
}

function useConvene(staff: MyStaff, onDone: () => void) {
  const t = useT('overview')
  const say = useToast()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { staffId } = staff
  // the same wish keeps its key, so that a second press after a lost answer convenes nobody twice
  const last = useRef({ wish: '', key: '' })
  return useMutation({
    mutationFn: (json: z.input<typeof ConveneNowInput>) => {
      const wish = JSON.stringify(json)
      if (last.current.wish !== wish) last.current = { wish, key: crypto.randomUUID() }
      return send(
        api.api.staffs[':staffId'].meetings.now.$post(
          { param: { staffId }, json },
          withKey(last.current.key),
        ),
      )
    },
    onSuccess: ({ meeting, warnings }) => {
      say(t('convene.done', { title: meeting.title }))
      const names = [...new Set(warnings.map(warning => warning.memberName))]
      if (names.length > 0)
        say(t('convene.overlap', { names: names.slice(0, 5).join(', '), count: names.length }))
      onDone()
      void queries.invalidateQueries({ queryKey: ['overview'] })
      void queries.invalidateQueries({ queryKey: ['staff', staffId] })
      void navigate({ to: '/meetings/$meetingId', params: { meetingId: meeting.meetingId } })
    },
  })
}
