import { useQueries, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import type { Incident } from '../../../src/incidents/contract.ts'
import { startsOn } from '../../../src/lib/time.ts'
import { maySeeOutbox } from '../../../src/mail/rules.ts'
import type { ConveneNowInput, MeetingSummary } from '../../../src/meetings/contract/meeting.ts'
import { isRunning } from '../../../src/meetings/rules/states.ts'
import { api, send, withKey } from '../api.ts'
import { problemAt } from '../frame/fields.ts'
import { FormDialog } from '../frame/FormDialog.tsx'
import { Loaded, together } from '../frame/Loaded.tsx'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { CalledCount, CalledPeople } from '../meetings/Called.tsx'
import { calledOn, chosen, noChoice } from '../meetings/calling.ts'
import { certainOf } from '../meetings/incidents.ts'
import { Overlapping } from '../meetings/Overlapping.tsx'
import { incidentsQuery, meetingQuery, overlapsQuery } from '../meetings/queries.ts'
import { rosterQuery } from '../roster/queries.ts'
import type { Roster } from '../../../src/roster/contract/roster.ts'
import { useActor, useSession, type MyStaff } from '../session.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { useDraft } from '../ui/draft.ts'
import { ExerciseBand, ExerciseMark } from '../words/ExerciseBand.tsx'
import { TextInput } from '../ui/Field.tsx'
import { wholeNumber } from '../ui/numbers.ts'
import { useFormat, useNow, ZoneProvider } from '../ui/time.tsx'
import { BeginField } from './BeginField.tsx'
import { durationMin, longestMin } from './convening.ts'
import { IncidentField, type IncidentChoice } from './IncidentField.tsx'

type Summary = z.infer<typeof MeetingSummary>
type Props = { staff: MyStaff; like: Summary | null; next: Summary | null; onClose: () => void }

/**
 * Jetzt einberufen: for the only operation that goes on one press is enough; for anything else the
 * incident is chosen or named. Who is told stays in sight beside the button.
 */
export function ConveneDialog(props: Props) {
  const t = useT('overview')
  const { staffId } = props.staff
  const loaded = together(useQuery(incidentsQuery(staffId)), useQuery(rosterQuery(staffId)))
  if (loaded.data) {
    const [incidents, roster] = loaded.data
    return (
      <ZoneProvider zone={props.staff.zone}>
        <Convening {...props} incidents={incidents} roster={roster} />
      </ZoneProvider>
    )
  }
  return (
    <Dialog title={t('convene.title')} onClose={props.onClose}>
      <Loaded query={loaded} what={t('convene.people')}>
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
  roster,
  onClose,
}: Props & { incidents: readonly Incident[]; roster: Roster }) {
  const t = useT('overview')
  const { mail } = useSession()
  const actor = useActor()
  const format = useFormat()
  const nowMs = useNow(10_000)
  const [minutes, setMinutes] = useState('5')
  const [place, setPlace] = useState<string | null>(null)
  const [title, setTitle] = useDraft(`convene:${staff.staffId}`)
  const [which, setWhich] = useState<Pick<IncidentChoice, 'chosen' | 'kind'>>({
    chosen: certainOf(incidents)?.incidentId ?? '',
    kind: 'operation',
  })
  const [choice, setChoice] = useState(noChoice)
  const [copied] = useQueries({
    queries: (like ? [like] : []).map(each => meetingQuery(each.meetingId)),
  })
  const save = useConvene(staff, () => {
    setTitle('')
    onClose()
  })
  const inMin = wholeNumber(minutes, { from: 0, to: longestMin })
  const known = incidents.find(each => each.incidentId === which.chosen)
  const kind = known?.kind ?? which.kind
  const isNameless = !known && title.trim() === ''
  const startsAtMs = Math.ceil(nowMs / 60_000) * 60_000 + (inMin ?? 0) * 60_000
  const called = calledOn(roster, {
    day: startsOn(startsAtMs, staff.zone),
    choice,
    takerId: copied?.data?.minuteTakerId ?? null,
  })
  const overlaps = useQuery(
    overlapsQuery(staff.staffId, {
      startsAt: new Date(startsAtMs).toISOString(),
      durationMin,
      memberIds: [...called.ids],
    }),
  )
  const missing = save.wasTried && isNameless ? t('convene.incidentMissing') : null
  const ended = problemAt(save.error, 'incidentId') ? t('convene.incidentEnded') : null
  return (
    <FormDialog
      title={t('convene.title')}
      save={save}
      value={
        inMin === null || isNameless
          ? null
          : {
              inMin,
              durationMin,
              ...(known
                ? { incidentId: known.incidentId, kind }
                : { incident: { title: title.trim(), kind }, kind }),
              ...(like ? { like: like.meetingId } : {}),
              ...(place === null ? {} : { place: place.trim() }),
              ...chosen(choice),
            }
      }
      entered={[place ?? '', choice]}
      main={{ label: t('convene.do'), busy: t('convene.busy'), size: 'big', isBlock: true }}
      hasCancel={false}
      effect={
        <>
          <ExerciseBand kind={kind} />
          <div role="status">
            <p>
              <CalledCount called={called} atOnce />
            </p>
            <Overlapping names={overlaps.data?.overlapping ?? []} />
          </div>
        </>
      }
      onClose={onClose}
      isWide
    >
      {next ? (
        <p className="warn-text">
          {next.openedAt && isRunning(next.state)
            ? t('convene.running', { title: titled(next), when: format.time(next.openedAt) })
            : t('convene.already', {
                title: titled(next),
                when: format.spoken(next.startsAt),
              })}{' '}
          <ExerciseMark kind={next.kind} />
        </p>
      ) : null}
      {mail === 'outbox' ? (
        <p className="warn-text">
          {t('convene.noMailServer')}{' '}
          {t(maySeeOutbox(actor, staff) ? 'convene.linksYou' : 'convene.linksLead')}
        </p>
      ) : null}
      <IncidentField
        incidents={incidents}
        choice={{ ...which, title }}
        error={missing ?? ended}
        onChange={of => {
          setWhich(of)
          setTitle(of.title)
        }}
      />
      <BeginField
        typed={minutes}
        onChange={setMinutes}
        startsAtMs={startsAtMs}
        isBad={inMin === null}
      />
      <TextInput
        label={t('convene.place')}
        hint={like ? undefined : t('convene.placeHint')}
        value={place ?? like?.place ?? ''}
        onChange={setPlace}
        maxLength={300}
      />
      {like ? <p className="secondary soft">{t('convene.like', { title: like.title })}</p> : null}
      <CalledPeople called={called} choice={choice} onChange={setChoice} />
    </FormDialog>
  )
}

const titled = ({ title, incidentTitle }: Summary) => `${title} · ${incidentTitle}`

function useConvene(staff: MyStaff, onDone: () => void) {
  const t = useT('overview')
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
    onSaved: ({ meeting }) => {
      onDone()
      void navigate({ to: '/meetings/$meetingId', params: { meetingId: meeting.meetingId } })
    },
  })
}
