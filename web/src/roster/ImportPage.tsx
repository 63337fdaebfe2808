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
import { AccessPanel } from './AccessPanel.tsx'
import { CellFaults } from './CellFaults.tsx'
import { FilePanel } from './FilePanel.tsx'
import { type ListPart, holdOn } from './importList.ts'
import { useMay } from './may.ts'
import { ListProblem } from './ListProblem.tsx'
import { linesInOrder, PreviewPanel } from './PreviewPanel.tsx'
import { meetingsAheadQuery, rosterQuery, useRosterCache } from './queries.ts'
import type { ImportEdits, ImportPreview } from '../../../src/roster/contract/import.ts'
import { serverNow } from '../ui/clock.ts'

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
type Wanted = { part: ListPart; edits: ImportEdits }
type Shown = Wanted & { file: File; read: ImportPreview; lines: readonly number[] }

const firstEdits: ImportEdits = { columns: {}, cells: {}, takesProposedRoles: true }
const formOf = (file: File, edits: ImportEdits) => ({ file, edits: JSON.stringify(edits) })
const hasSameRows = (a: Shown, b: Shown) =>
  a.part.sheet === b.part.sheet &&
  a.read.rows.length === b.read.rows.length &&
  a.read.headingLine === b.read.headingLine

function Import() {
  const t = useT('roster')
  const { staffId } = useStaff()
  const { reload } = useRosterCache(staffId)
  const roster = useQuery(rosterQuery(staffId)).data
  const [shown, setShown] = useState<Shown | null>(null)
  const route = api.api.staffs[':staffId'].import
  const preview = useMutation({
    mutationFn: async ({ chosen, part, edits }: Wanted & { chosen: File }) => {
      const file = await holdOn(chosen)
      const read = await send(
        route.preview.$post({ param: { staffId }, query: part, form: formOf(file, edits) }),
      )
      return { file, part, edits, read, lines: linesInOrder(read.rows) }
    },
  })
  const look = (chosen: File, { part, edits }: Wanted) =>
    preview.mutate(
      { chosen, part, edits },
      {
        // a corrected row stays where it is
        onSuccess: next => {
          if (take.data) take.reset()
          setShown(before => {
            const isSame = before?.file.name === chosen.name && hasSameRows(before, next)
            return isSame && !take.data ? { ...next, lines: before.lines } : next
          })
        },
      },
    )
  const take = useMutation({
    mutationFn: ({ file, part, edits, read: { seen } }: Shown) =>
      send(
        route.$post({ param: { staffId }, query: { ...part, seen }, form: formOf(file, edits) }),
      ),
    onSuccess: reload,
    // the roster has changed since; the answer stays on the page above what the list would do now
    onError: (error, { file, part, edits }) => {
      if (error instanceof ApiError && error.code === 'conflict') look(file, { part, edits })
    },
  })
  const again = () => {
    take.reset()
    preview.reset()
    setShown(null)
  }
  if (take.data) {
    const { rows } = take.variables.read
    const leftOut = rows.filter(row => row.problems.length > 0).toSorted((a, b) => a.line - b.line)
    const { file, part, edits } = take.variables
    const taken = new Set(rows.flatMap(row => (row.action === 'bad' ? [] : [row.email])))
    const members = roster?.members.filter(member => taken.has(member.email)) ?? []
    return (
      <>
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
                      <b>
                        {t('importing.lostOf', {
                          line: row.line,
                          name: row.name || row.email || '–',
                        })}
                      </b>
                      {row.action === 'bad' ? (
                        <span className="bad-text following">{t('importing.rowLost')}</span>
                      ) : null}
                      <CellFaults problems={row.problems} />
                    </li>
                  ))}
                </ul>
                <p className="soft">{t('importing.reopenText')}</p>
                <p>
                  <Button
                    variant="primary"
                    busy={preview.isPending && t('importing.readingAnew')}
                    onClick={() => look(file, { part, edits })}
                  >
                    {t('importing.reopen')}
                  </Button>
                </p>
                <ListProblem error={preview.error} />
              </>
            ) : null}
            <p className="row wrap">
              <ButtonLink to="/staff">{t('importing.toStaff')}</ButtonLink>
              <Button onClick={again}>{t('importing.another')}</Button>
            </p>
          </div>
        </Panel>
        {members.length > 0 ? <AccessPanel members={members} /> : null}
      </>
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
        lines={shown.lines}
        edits={preview.isPending ? preview.variables.edits : shown.edits}
        onPart={part => {
          take.reset()
          // columns and cells are those of the sheet that was shown
          const { takesProposedRoles } = shown.edits
          look(shown.file, { part, edits: { columns: {}, cells: {}, takesProposedRoles } })
        }}
        onEdits={edits => {
          take.reset()
          look(shown.file, { part: shown.part, edits })
        }}
        onOther={again}
      />
    )
  }
  return (
    <FilePanel
      reading={preview.isPending ? preview.variables.chosen : null}
      error={preview.error}
      onChoose={chosen => look(chosen, { part: {}, edits: firstEdits })}
    />
  )
}

const yearMs = 366 * 86_400_000

/** That invitations are being adapted, when there are meetings ahead. */
function Following() {
  const t = useT('roster')
  const { staffId } = useStaff()
  const [from] = useState(() => serverNow())
  const ahead = useQuery(
    meetingsAheadQuery(staffId, {
      from: new Date(from).toISOString(),
      until: new Date(from + yearMs).toISOString(),
    }),
  )
  return ahead.data && ahead.data.length > 0 ? <p>{t('importing.following')}</p> : null
}
