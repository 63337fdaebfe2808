import { useT } from '../i18n/i18n.ts'
import { Checkbox, Select } from '../ui/Field.tsx'
import type { ListPart } from './importList.ts'
import type { ImportRow, ImportSource } from '../../../src/roster/contract/import.ts'

/** Which part of the file is read and in which encoding, and other parts to choose from. */
export function ListSource({
  source,
  rows,
  reading,
  onPart,
}: {
  source: ImportSource
  rows: readonly ImportRow[]
  /** what was chosen and is not here yet */
  reading: ListPart | null
  onPart: (part: ListPart) => void
}) {
  const t = useT('roster')
  const { sheet, sheets, hiddenRows, readsHiddenRows, encoding } = source
  const choose = (chosen: string | null, isWithHidden: boolean) =>
    onPart({
      ...(chosen === null ? {} : { sheet: chosen }),
      ...(isWithHidden ? { withHiddenRows: 'true' } : {}),
    })
  const isRestored = rows.some(row => row.mended.some(({ how }) => how === 'restored'))
  const isDamaged = rows.some(row => row.problems.some(each => each.problem === 'lostLetters'))
  const turned = rows.filter(row => row.mended.some(({ how }) => how === 'turned')).length
  const span = { count: source.rows, first: source.firstLine, last: source.lastLine }
  return (
    <>
      <p>
        {sheet === null
          ? t('importing.readRows', span)
          : t('importing.readSheet', { sheet, ...span })}
      </p>
      {sheets.length > 1 && sheet !== null ? (
        <Select
          label={t('importing.sheet')}
          value={reading?.sheet ?? sheet}
          onChange={chosen => choose(chosen, false)}
          options={sheets.map(({ name, isHidden }) => ({
            value: name,
            label: isHidden ? t('importing.hiddenSheet', { name }) : name,
          }))}
        />
      ) : null}
      {hiddenRows > 0 ? (
        <Checkbox
          isChecked={reading ? reading.withHiddenRows === 'true' : readsHiddenRows}
          onChange={isWith => choose(sheet, isWith)}
        >
          {t('importing.hiddenRows', { count: hiddenRows })}
        </Checkbox>
      ) : null}
      {encoding === 'macintosh' || encoding === 'cp850' ? (
        <p className="warn-text">{t(`importing.writtenBy.${encoding}`)}</p>
      ) : null}
      {source.isDoubtful || isDamaged ? (
        <p className="warn-text">
          {t(encoding === null ? 'importing.damagedCells' : 'importing.damagedLetters')}
        </p>
      ) : null}
      {turned > 0 ? <p className="soft">{t('importing.turned', { count: turned })}</p> : null}
      {isRestored ? <p className="warn-text">{t('importing.restoredLetters')}</p> : null}
    </>
  )
}
