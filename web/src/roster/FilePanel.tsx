import { useId, useRef, useState, type DragEvent } from 'react'
import { useLang, useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { classes } from '../ui/classes.ts'
import { Panel } from '../ui/Panel.tsx'
import { emptyList, sizeWords } from './importList.ts'
import { ListProblem } from './ListProblem.tsx'

/** Where a list is chosen or dropped; shows what is wrong with the last one. */
export function FilePanel({
  reading,
  error,
  onChoose,
}: {
  reading: File | null
  error: unknown
  onChoose: (file: File) => void
}) {
  const t = useT('roster')
  const { lang } = useLang()
  const [isOver, setOver] = useState(false)
  const labelId = useId()
  const input = useRef<HTMLInputElement>(null)
  const choose = (file: File | undefined) => {
    if (file && !reading) onChoose(file)
    // otherwise choosing the same file again, after it was corrected, would not be noticed
    if (input.current) input.current.value = ''
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    choose(event.dataTransfer.files[0])
  }
  return (
    <Panel isPadded>
      <div className="stack">
        <p>{t('importing.text')}</p>
        <p className="soft">{t('importing.columns')}</p>
        <p>
          <Button size="small" onClick={() => save(emptyList(lang), t('importing.templateName'))}>
            {t('importing.template')}
          </Button>
        </p>
        <div
          className={classes('drop', isOver && 'over')}
          onDragOver={event => {
            event.preventDefault()
            setOver(true)
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <p className="label" id={labelId}>
            {t('importing.file')}
          </p>
          <div className="row wrap">
            <label className="kern-btn kern-btn--primary choose">
              {t('importing.choose')}
              <input
                ref={input}
                type="file"
                accept=".xlsx,.ods,.csv,.txt,text/csv"
                className="sr-only"
                aria-describedby={labelId}
                onChange={event => choose(event.target.files?.[0])}
              />
            </label>
            <span className="soft">{t('importing.drop')}</span>
          </div>
          <p role="status" className="soft">
            {reading
              ? t('importing.reading', { name: reading.name, size: sizeWords(reading.size, lang) })
              : ''}
          </p>
        </div>
        <ListProblem error={error} />
      </div>
    </Panel>
  )
}

function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 1_000)
}
