import './roster.css'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, api, send } from '../api.ts'
import { ButtonLink } from '../frame/links.tsx'
import { useT } from '../i18n/i18n.ts'
import { useStaff } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { PageTitle, Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { CellFaults } from './CellFaults.tsx'
import { FilePanel } from './FilePanel.tsx'
import { type ListPart, holdOn } from './importList.ts'
import { useMay } from './may.ts'
import { PreviewPanel } from './PreviewPanel.tsx'
import { meetingsAheadQuery, useRosterCache } from './queries.ts'
import type { ImportPreview } from '../../../src/roster/contract/import.ts'

/**
 * Imports a list of members in three steps: choose, check, take over. Only the last step changes
 * anything.
 */
export function ImportPage() {
  const t = useT('roster')
  const may = useMay()
  const { staffId, name } = useStaff()
  return (
    <div className="page roomy stack roster">
      <PageTitle
        overline={name}
        title={t('importing.title')}
        actions={<ButtonLink to="/staff">{t('importing.toStaff')}</ButtonLink>}
      />
      {may.edit ? (
        <Import key={staffId} />
      ) : (
        <Panel>
          <EmptyState title={t('onlyDesk')}>{t('importing.whoElse')}</EmptyState>
        </Panel>
      )}
    </div>
  )
}

/** What is on the screen, and is taken over: it stays while another part of the file is read. */
type Shown = { file: File; part: ListPart; read: ImportPreview }

function Import() {
  const t = useT('roster')
  const { staffId } = useStaff()
  const { reload } = useRosterCache(staffId)
  const [shown, setShown] = useState<Shown | null>(null)
  const route = api.api.staffs[':staffId'].import
  const preview = useMutation({
    mutationFn: async ({ chosen, part }: { chosen: File; part: ListPart }) => {
      const file = await holdOn(chosen)
      const read = await send(
        route.preview.$post({ param: { staffId }, query: part, form: { file } }),
      )
      return { file, part, read }
    },
  })
  const look = (chosen: File, part: ListPart) =>
    preview.mutate({ chosen, part }, { onSuccess: setShown })
  const take = useMutation({
    mutationFn: ({ file, part, read: { seen } }: Shown) =>
      send(route.$post({ param: { staffId }, query: { ...part, seen }, form: { file } })),
    onSuccess: reload,
    // the roster has changed since; the answer stays on the page above what the list would do now
    onError: (error, { file, part }) => {
      if (error instanceof ApiError && error.code === 'conflict') look(file, part)
    },
  })
  const again = () => {
    take.reset()
    preview.reset()
    setShown(null)
  }
  if (take.data) {
    const leftOut = take.variables.read.rows.filter(row => row.action === 'bad')
    return (
      <Panel title={t('importing.doneTitle')} isPadded>
        <div className="stack" role="status">
          <p>{t('importing.done', take.data)}</p>
          {take.data.add + take.data.change > 0 ? <Following /> : null}
          {leftOut.length > 0 ? (
            <>
              <h3>{t('importing.leftOut')}</h3>
              <ul className="plain-list">
                {leftOut.map(row => (
                  <li key={row.line}>
                    <b>{row.name || row.email}</b>
                    <CellFaults problems={row.problems} />
                  </li>
                ))}
              </ul>
            </>
          ) : null}
          <p className="row wrap">
            <ButtonLink to="/staff" variant="primary">
              {t('importing.toStaff')}
            </ButtonLink>
            <Button onClick={again}>{t('importing.another')}</Button>
          </p>
        </div>
      </Panel>
    )
  }
  if (shown) {
    return (
      <PreviewPanel
        fileName={shown.file.name}
        preview={shown.read}
        reading={preview.isPending ? preview.variables.part : null}
        isTaking={take.isPending}
        error={take.error ?? preview.error}
        onTake={() => take.mutate(shown)}
        onPart={part => {
          take.reset()
          look(shown.file, part)
        }}
        onOther={again}
      />
    )
  }
  return (
    <FilePanel
      reading={preview.isPending ? preview.variables.chosen : null}
      error={preview.error}
      onChoose={chosen => look(chosen, {})}
    />
  )
}

const yearMs = 366 * 86_400_000

/** That invitations are being adapted, when there are meetings ahead. */
function Following() {
  const t = useT('roster')
  const { staffId } = useStaff()
  const [from] = useState(() => Date.now())
  const ahead = useQuery(
    meetingsAheadQuery(staffId, {
      from: new Date(from).toISOString(),
      until: new Date(from + yearMs).toISOString(),
    }),
  )
  return ahead.data && ahead.data.length > 0 ? <p>{t('importing.following')}</p> : null
}
