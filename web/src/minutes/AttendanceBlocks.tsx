import type { documentOf } from '../../../src/minutes/rules/document.ts'
import { TableScroll } from '../ui/TableScroll.tsx'

type Printed = ReturnType<typeof documentOf>['attendance']

/** The attendance by the staff's blocks, in the same words as in the printed file. */
export function AttendanceBlocks({
  attendance,
  caption,
}: {
  attendance: Printed
  caption: string
}) {
  const [ofFunction = '', ofName = '', ofOrganisation = '', ofMode = '', ofSpan = ''] =
    attendance.head
  return (
    <>
      <TableScroll label={caption}>
        <table className="kern-table stacks attendance-blocks">
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr>
              {attendance.head.map(word => (
                <th key={word} scope="col">
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          {attendance.blocks.map((block, at) => (
            <tbody key={`${block.label} ${at}`}>
              <tr className="block">
                <th colSpan={5} scope="colgroup">
                  {block.label}
                </th>
              </tr>
              {block.rows.map((row, i) => (
                <tr key={`${row.function} ${row.name} ${i}`}>
                  <td data-label={ofFunction}>{row.function}</td>
                  <td data-label={ofName}>
                    {row.name}
                    {row.extra ? <div className="secondary soft">{row.extra}</div> : null}
                  </td>
                  <td data-label={ofOrganisation}>{row.organisation}</td>
                  <td data-label={ofMode} colSpan={row.absent ? 2 : 1}>
                    <Lines lines={row.mode} />
                  </td>
                  {row.absent ? null : (
                    <td data-label={ofSpan}>
                      <Lines lines={row.span} note={row.note} />
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </TableScroll>
      {attendance.notes.map(note => (
        <p key={note} className="secondary soft">
          {note}
        </p>
      ))}
    </>
  )
}

function Lines({ lines, note = '' }: { lines: readonly string[]; note?: string }) {
  return (
    <div>
      {lines.map((line, i) => (
        <div key={`${line} ${i}`} className="nowrap">
          {line}
          {i === lines.length - 1 ? note : null}
        </div>
      ))}
    </div>
  )
}
