import { useId, useState } from 'react'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { TextInput } from '../ui/Field.tsx'
import { Panel } from '../ui/Panel.tsx'
import type { ColumnKey, ImportEdits, ImportPreview } from '../../../src/roster/contract/import.ts'

const meanings: Record<ColumnKey, true> = {
  name: true,
  firstName: true,
  lastName: true,
  title: true,
  email: true,
  mobile: true,
  organisation: true,
  functions: true,
  deputyFor: true,
  deputies: true,
  rank: true,
  roles: true,
  language: true,
}
const columnKeys = Object.keys(meanings) as ColumnKey[] // the keys of the record above

type Column = ImportPreview['columns'][number]

/** What each column of the list is taken for, and the row of its headings; both can be chosen. */
export function ColumnsPanel({
  preview: { columns, headingLine, source },
  edits,
  onEdits,
}: {
  preview: ImportPreview
  edits: ImportEdits
  onEdits: (edits: ImportEdits) => void
}) {
  const t = useT('roster')
  const choose = (index: number, key: ColumnKey | null) =>
    onEdits({ ...edits, columns: { ...edits.columns, [index]: key } })
  return (
    <Panel
      title={t('importing.columnsTitle')}
      badge={
        <span className="secondary soft">
          {headingLine === null
            ? t('importing.noHeadingLine')
            : headingLine > 1
              ? t('importing.headingLineAfter', { line: headingLine })
              : t('importing.headingLine', { line: headingLine })}
        </span>
      }
      aside={
        <HeadingLine
          key={headingLine}
          line={headingLine}
          last={source.lastLine}
          onChoose={line => {
            const { columns: _columns, ...kept } = edits
            onEdits({ ...kept, columns: {}, headingLine: line })
          }}
        />
      }
    >
      <ul className="plain-list mapping">
        {columns.map(column => (
          <MappedColumn key={column.index} column={column} onChoose={choose} />
        ))}
      </ul>
    </Panel>
  )
}

function MappedColumn({
  column: { index, letter, header, example, key, isSure },
  onChoose,
}: {
  column: Column
  onChoose: (index: number, key: ColumnKey | null) => void
}) {
  const t = useT('roster')
  const id = useId()
  return (
    <li className={isSure ? undefined : 'unsure'}>
      <label htmlFor={id}>
        <b>{header || t('importing.columnLetter', { letter })}</b>
        <span className="secondary soft following">{example}</span>
      </label>
      <select
        id={id}
        className="kern-form-input__select"
        value={key ?? ''}
        onChange={event =>
          onChoose(index, columnKeys.find(each => each === event.target.value) ?? null)
        }
      >
        <option value="">{t('importing.notRead')}</option>
        {columnKeys.map(each => (
          <option key={each} value={each}>
            {t(`importing.column.${each}`)}
          </option>
        ))}
      </select>
      <span className={isSure ? 'secondary soft' : 'secondary warn-text'}>
        {isSure ? '' : t('importing.unsure')}
      </span>
    </li>
  )
}

function HeadingLine({
  line,
  last,
  onChoose,
}: {
  line: number | null
  last: number
  onChoose: (line: number) => void
}) {
  const t = useT('roster')
  const [isOpen, setOpen] = useState(false)
  const [typed, setTyped] = useState(String(line ?? 1))
  const chosen = Number(typed)
  const isRight = Number.isInteger(chosen) && chosen >= 1 && chosen <= last
  if (!isOpen)
    return (
      <Button size="small" variant="tertiary" onClick={() => setOpen(true)}>
        {t('importing.otherLine')}
      </Button>
    )
  return (
    <form
      className="row wrap heading-line"
      onSubmit={event => {
        event.preventDefault()
        if (isRight) onChoose(chosen)
      }}
    >
      <TextInput label={t('importing.lineOfHeadings')} value={typed} onChange={setTyped} />
      <Button
        size="small"
        type="submit"
        disabledReason={isRight ? null : t('importing.noSuchLine', { last })}
      >
        {t('importing.readLine')}
      </Button>
    </form>
  )
}
