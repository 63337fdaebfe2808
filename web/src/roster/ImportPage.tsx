import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, send } from '../api.ts'
import { ButtonLink } from '../frame/links.tsx'
import { useT } from '../i18n/i18n.ts'
import { useStaff } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { PageTitle, Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { FilePanel } from './FilePanel.tsx'
import { holdOn } from './importList.ts'
import { useMay } from './may.ts'
import { PreviewPanel } from './PreviewPanel.tsx'
import { useRosterCache } from './queries.ts'
import './roster.css'

/** A list of members: chosen, looked at, taken over. Nothing changes before the last step. */
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

function Import() {
  const t = useT('roster')
  const { staffId } = useStaff()
  const { reload } = useRosterCache(staffId)
  const [file, setFile] = useState<File | null>(null)
  const route = api.api.staffs[':staffId'].import
  const preview = useMutation({
    mutationFn: async (chosen: File) => {
      const held = await holdOn(chosen)
      setFile(held)
      return send(route.preview.$post({ param: { staffId }, form: { file: held } }))
    },
  })
  const take = useMutation({
    mutationFn: (held: File) => send(route.$post({ param: { staffId }, form: { file: held } })),
    onSuccess: reload,
  })
  const again = () => {
    take.reset()
    preview.reset()
    setFile(null)
  }
  if (take.data) {
    return (
      <Panel title={t('importing.doneTitle')} isPadded>
        <div className="stack" role="status">
          <p>{t('importing.done', take.data)}</p>
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
  if (preview.data && file) {
    return (
      <PreviewPanel
        fileName={file.name}
        preview={preview.data}
        isTaking={take.isPending}
        error={take.error}
        onTake={() => take.mutate(file)}
        onOther={again}
      />
    )
  }
  return (
    <FilePanel
      reading={preview.isPending ? preview.variables : null}
      error={preview.error}
      onChoose={chosen => preview.mutate(chosen)}
    />
  )
}
