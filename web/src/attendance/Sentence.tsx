import type {
  AttendanceRow,
  AttendanceStatus,
  AttendanceView,
} from '../../../src/attendance/contract.ts'
import { modes } from '../../../src/lib/modes.ts'
import { capital } from '../../../src/words/capital.ts'
import { listed } from '../../../src/words/listed.ts'
import { useLang, useT } from '../i18n/i18n.ts'
import { useFormat } from '../ui/time.tsx'
import { bySortName } from '../../../src/roster/rules/names.ts'

const told: readonly AttendanceStatus[] = [
  'excused',
  'technicallyPrevented',
  'absentAfterAccepting',
  'absentWithoutReply',
  'notRecorded',
]

/** The attendance in one sentence, and the unfilled functions. */
export function Sentence({ view }: { view: AttendanceView }) {
  const t = useT('attendance')
  const common = useT('common')
  // by surname, as in the minutes
  const rows = view.rows.toSorted(bySortName)
  if (view.openedAt === null) {
    const count = (planned: AttendanceRow['planned']) =>
      rows.filter(row => row.planned === planned && !row.isVisitor).length
    return (
      <p>
        {t('sentence.planned', {
          promised: modes.map(mode => `${count(mode)} ${common(`mode.${mode}`)}`).join(', '),
          declined: count('declined'),
          none: count('none'),
        })}
      </p>
    )
  }
  const isOver = view.closedAt !== null
  const modeOf = (row: AttendanceRow) => (isOver ? row.mainMode : (row.now?.mode ?? null))
  const there = rows.filter(row => modeOf(row) !== null)
  const counts = modes
    .map(mode => ({ mode, count: there.filter(row => modeOf(row) === mode).length }))
    .filter(({ count }) => count > 0)
    .map(({ mode, count }) => `${count} ${common(`modeLong.${mode}`)}`)
  const named = (status: AttendanceStatus) =>
    rows
      .filter(row => row.status === status)
      .map(row => row.name)
      .join(', ')
  const represented = rows.filter(row => row.status === 'represented' && row.representedByName)
  const missing = rows
    .filter(
      row =>
        !row.now &&
        !row.leftAt &&
        !row.isVisitor &&
        row.planned !== 'declined' &&
        row.status !== 'represented',
    )
    .map(row => row.name)
  return (
    <p>
      {there.length > 0 ? (
        <>
          <b>{t(isOver ? 'sentence.was' : 'sentence.present', { count: there.length })}</b>{' '}
          {counts.join(', ')}.
        </>
      ) : (
        <b>{t(isOver ? 'sentence.nobodyCame' : 'sentence.nobody')}</b>
      )}{' '}
      {represented.length > 0
        ? `${t('sentence.represented', { names: represented.map(row => t('sentence.representedBy', { name: row.name, by: row.representedByName ?? '' })).join(', ') })} `
        : null}
      {isOver
        ? told.map(status =>
            named(status) ? `${capital(common(`status.${status}`))}: ${named(status)}. ` : null,
          )
        : missing.length > 0
          ? `${t('sentence.missing', { names: missing.join(', ') })} `
          : null}
      <Gaps view={view} />
    </p>
  )
}

function Gaps({ view }: { view: AttendanceView }) {
  const t = useT('attendance')
  const { lang } = useLang()
  const format = useFormat()
  const isOver = view.closedAt !== null
  const gaps = isOver ? view.gaps : view.gaps.filter(gap => gap.isOpen)
  if (gaps.length === 0) return <>{t(isOver ? 'sentence.allFilled' : 'sentence.allFilledNow')}</>
  const isWhole = (gap: AttendanceView['gaps'][number]) =>
    isOver && gap.from === view.openedAt && gap.until === view.closedAt
  const whole = gaps.filter(isWhole).map(gap => gap.functionLabel)
  const partly = gaps.filter(gap => !isWhole(gap))
  const words = partly.map(gap => {
    const label = gap.functionLabel
    return gap.isOpen
      ? t('sentence.gapOpen', { label, from: format.time(gap.from) })
      : t('sentence.gap', {
          label,
          from: format.time(gap.from),
          until: format.time(gap.until, gap.from),
        })
  })
  return (
    <span className="bad-text">
      {whole.length > 0
        ? `${t('sentence.gapWhole', { count: whole.length, labels: listed(whole, lang) })} `
        : null}
      {words.length > 0 ? `${words.join(', ')}.` : null}
    </span>
  )
}
