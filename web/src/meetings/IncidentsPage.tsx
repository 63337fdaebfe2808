import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Incident } from '../../../src/incidents/contract.ts'
import { mayEditIncident } from '../../../src/incidents/rules.ts'
import { api, send } from '../api.ts'
import { InlineForm, SaveProblem } from '../frame/InlineForm.tsx'
import { Loaded } from '../frame/Loaded.tsx'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { useLive } from '../live.ts'
import { useActor, useStaff, type MyStaff } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { ExerciseMark } from '../words/ExerciseBand.tsx'
import { TextInput } from '../ui/Field.tsx'
import { Badge, PageTitle, Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { Time, ZoneProvider } from '../ui/time.tsx'
import { EndIncidentDialog } from './EndIncidentDialog.tsx'
import { incidentsQuery } from './queries.ts'
import './meetings.css'

/** The incidents of the staff, those that go on first: to rename, to end, to reopen. */
export function IncidentsPage() {
  const t = useT('planning')
  const staff = useStaff()
  const mayEdit = mayEditIncident(useActor(), staff)
  const incidents = useQuery({ ...incidentsQuery(staff.staffId), enabled: mayEdit })
  useLive([`staff:${staff.staffId}`])
  return (
    <div className="page roomy stack narrow">
      <PageTitle title={t('incidents.title')} />
      {mayEdit ? (
        <Loaded query={incidents} what={t('incidents.title')}>
          {all => (
            <ZoneProvider zone={staff.zone}>
              {all.length === 0 ? (
                <Panel>
                  <EmptyState title={t('incidents.none')}>{t('incidents.noneText')}</EmptyState>
                </Panel>
              ) : null}
              <Group
                title={t('incidents.running')}
                staff={staff}
                incidents={all.filter(each => each.endedAt === null)}
              />
              <Group
                title={t('incidents.ended')}
                staff={staff}
                incidents={all.filter(each => each.endedAt !== null)}
              />
            </ZoneProvider>
          )}
        </Loaded>
      ) : (
        <Panel>
          <EmptyState title={t('incidents.refused')}>{t('incidents.refusedText')}</EmptyState>
        </Panel>
      )}
    </div>
  )
}

type Listed = { title: string; staff: MyStaff; incidents: readonly Incident[] }

function Group({ title, staff, incidents }: Listed) {
  if (incidents.length === 0) return null
  return (
    <Panel title={title}>
      {incidents.map(each => (
        <Row key={each.incidentId} staff={staff} incident={each} />
      ))}
    </Panel>
  )
}

function Row({ staff, incident }: { staff: MyStaff; incident: Incident }) {
  const t = useT('planning')
  const common = useT('common')
  const [open, setOpen] = useState<'name' | 'end' | null>(null)
  const { incidentId, title, kind, endedAt, meetingCount, isMeeting } = incident
  const reopening = useSave({
    send: () =>
      send(
        api.api.incidents[':incidentId'].$patch({ param: { incidentId }, json: { endedAt: null } }),
      ),
    done: () => t('incidents.reopened', { title }),
    stale: [['staff', staff.staffId], ['overview']],
  })
  if (open === 'name')
    return <Renaming staff={staff} incident={incident} onClose={() => setOpen(null)} />
  return (
    <div className="person">
      <div className="grow">
        <Link to="/meetings" search={{ incident: incidentId }} className="name">
          {title}
        </Link>{' '}
        {kind === 'exercise' ? (
          <ExerciseMark kind={kind} />
        ) : (
          <Badge>{common(`kind.${kind}`)}</Badge>
        )}
        <div className="secondary soft">
          {t('incidents.since')} <Time at={incident.startedAt} as="date" />
          {endedAt ? (
            <>
              {` · ${t('incidents.endedOn')} `}
              <Time at={endedAt} as="date" />
            </>
          ) : null}
          {` · ${t('incidents.meetings', { count: meetingCount })}`}
        </div>
        <SaveProblem save={reopening} />
      </div>
      <Button
        size="small"
        label={t('incidents.renameFor', { title })}
        onClick={() => setOpen('name')}
      >
        {t('incidents.rename')}
      </Button>
      {endedAt === null ? (
        <Button
          size="small"
          label={t('incidents.endFor', { title })}
          disabledReason={isMeeting ? t('incidents.isMeeting') : null}
          onClick={() => setOpen('end')}
        >
          {t('incidents.end')}
        </Button>
      ) : (
        <Button
          size="small"
          label={t('incidents.reopenFor', { title })}
          busy={reopening.isBusy && common('ui.saving')}
          onClick={() => reopening.submit({})}
        >
          {t('incidents.reopen')}
        </Button>
      )}
      {open === 'end' ? (
        <EndIncidentDialog staff={staff} incident={incident} onClose={() => setOpen(null)} />
      ) : null}
    </div>
  )
}

type Renamed = { staff: MyStaff; incident: Incident; onClose: () => void }

function Renaming({ staff, incident, onClose }: Renamed) {
  const t = useT('planning')
  const { incidentId } = incident
  const [title, setTitle] = useState(incident.title)
  const change = (name: string) =>
    send(api.api.incidents[':incidentId'].$patch({ param: { incidentId }, json: { title: name } }))
  const save = useSave({
    send: change,
    done: (_saved, name) => t('incidents.renamed', { title: name }),
    undo: { send: () => change(incident.title) },
    stale: [['staff', staff.staffId], ['overview']],
    onSaved: onClose,
  })
  const isMissing = title.trim() === ''
  return (
    <div className="person">
      <InlineForm
        save={save}
        value={isMissing ? null : title.trim()}
        className="stack grow"
        onCancel={onClose}
      >
        <TextInput
          label={t('incidents.name')}
          hint={t('incidents.nameHint')}
          value={title}
          onChange={setTitle}
          maxLength={200}
          required
          error={save.wasTried && isMissing ? t('wrong.incidentTitle') : null}
        />
      </InlineForm>
    </div>
  )
}
