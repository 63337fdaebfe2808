import type { ReactNode } from 'react'
import type { MinutesView } from '../../../src/minutes/contract.ts'
import { labels } from '../../../src/minutes/rules/labels.ts'
import { documentOf } from '../../../src/minutes/rules/document.ts'
import { chapterText } from '../../../src/minutes/rules/printable.ts'
import { useLang, useT } from '../i18n/i18n.ts'
import { AttendanceBlocks } from './AttendanceBlocks.tsx'
import { fieldOfAgenda, type FieldName } from './editing.ts'
import { FreeText } from './FreeText.tsx'
import type { Editing } from './useEditing.ts'
import { TableScroll } from '../ui/TableScroll.tsx'

type Section = { id: string; title: string; body: ReactNode }

/** The minutes in the words and the order of the printed file; free texts are edited in place. */
export function MinutesDocument({
  view,
  editing,
  mayEdit,
}: {
  view: MinutesView
  editing: Editing
  mayEdit: boolean
}) {
  const t = useT('minutes')
  const common = useT('common')
  const { lang } = useLang()
  const { record, state } = view
  const l = labels[lang]
  const orderWords = { ...l, order: common('entry.order') }
  const page = documentOf(record, { lang })
  const isEditable = mayEdit && state === 'draft'
  const free = (field: FieldName, label: string, hint: string) => (
    <FreeText
      field={field}
      label={label}
      hint={hint}
      editing={editing}
      editorName={view.editedByName}
      isEditable={isEditable}
    />
  )
  const hasText = (field: FieldName) => isEditable || chapterText(editing.textOf(field)).length > 0
  const [nextLine] = record.nextMeeting ? page.nextMeeting : []
  const sections: (Section | null)[] = [
    {
      id: 'attendance',
      title: l.attendance,
      body: (
        <>
          <p>{page.attendance.text}</p>
          {page.attendance.coverage.length > 0 ? (
            <ul className="plain-list">
              {page.attendance.coverage.map(line => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          ) : null}
          <AttendanceBlocks attendance={page.attendance} caption={l.attendance} />
        </>
      ),
    },
    {
      id: 'lage',
      title: l.lage,
      body: hasText('lage') ? (
        free('lage', l.lage, t('doc.lageHint'))
      ) : (
        <p className="soft">{l.none}</p>
      ),
    },
    {
      id: 'decisions',
      title: l.decisions,
      body:
        page.decisions.length === 0 ? (
          <p>{l.noDecisions}</p>
        ) : (
          <ul className="plain-list">
            {page.decisions.map(decision => (
              <li key={decision.number} className="typed">
                <b>{decision.number}</b> ({decision.time}) {decision.text.join('\n')}
                {decision.reason.length > 0 ? (
                  <>
                    {' '}
                    <i>{l.reason}</i> {decision.reason.join('\n')}
                  </>
                ) : null}
                <Notes of={decision} />
              </li>
            ))}
          </ul>
        ),
    },
    {
      id: 'orders',
      title: l.orders,
      body: (
        <>
          {page.orders.length === 0 ? (
            <p>{l.noOrders}</p>
          ) : (
            <Orders orders={page.orders} caption={l.orders} words={orderWords} />
          )}
          {page.carriedOrders.length > 0 ? (
            <>
              <h3>{l.carriedOrders}</h3>
              <Orders orders={page.carriedOrders} caption={l.carriedOrders} words={orderWords} />
            </>
          ) : null}
        </>
      ),
    },
    record.agenda.length === 0
      ? null
      : {
          id: 'agenda',
          title: l.agenda,
          body: (
            <ol className="agenda-texts">
              {record.agenda.map(item => (
                <li key={item.id}>
                  <b>{item.title}</b>{' '}
                  {item.responsible ? <span className="soft">({item.responsible})</span> : null}
                  {item.isNotReached && !item.text.trim() ? (
                    <span className="soft"> {l.notReached}</span>
                  ) : null}
                  {free(
                    fieldOfAgenda(item.id),
                    t('doc.agendaText', { title: item.title }),
                    t('doc.agendaHint'),
                  )}
                </li>
              ))}
            </ol>
          ),
        },
    page.faults.length === 0
      ? null
      : { id: 'faults', title: l.faults, body: <Timed lines={page.faults} /> },
    page.log.length === 0 ? null : { id: 'log', title: l.log, body: <Timed lines={page.log} /> },
    hasText('press')
      ? { id: 'press', title: l.press, body: free('press', l.press, t('doc.pressHint')) }
      : null,
    hasText('remarks')
      ? { id: 'remarks', title: l.remarks, body: free('remarks', l.remarks, t('doc.remarksHint')) }
      : null,
    record.nextMeeting !== null || hasText('nextMeetingText')
      ? {
          id: 'nextMeeting',
          title: l.nextMeeting,
          body: (
            <>
              {nextLine ? <p>{nextLine}</p> : null}
              {free('nextMeetingText', l.nextMeeting, t('doc.nextHint'))}
            </>
          ),
        }
      : null,
  ]
  return (
    <article className="panel paper" aria-label={t('doc.page', { title: record.title })}>
      {page.draft ? <p className="draft-mark">{page.draft.note}</p> : null}
      <div className="letterhead">
        <p>
          {page.header.left.map((line, i) => (
            <span key={line}>{i === 0 ? <b>{line}</b> : line}</span>
          ))}
        </p>
        <p>
          {page.header.right.map(line => (
            <span key={line}>{line}</span>
          ))}
        </p>
      </div>
      <h2 className="document-title">{page.title}</h2>
      <p>{page.meta}</p>
      <p className="people">
        {page.people.map(([role = '', name = '']) => (
          <span key={role}>
            <b>{role}</b> {name}
          </span>
        ))}
      </p>
      {sections
        .filter(section => section !== null)
        .map((section, i) => (
          <section key={section.id} aria-labelledby={`section-${section.id}`}>
            <h2 id={`section-${section.id}`}>
              {i + 1} {section.title}
            </h2>
            {section.body}
          </section>
        ))}
      <section aria-label={t('doc.signatures')} className="signatures">
        {page.signatures.map(signature => (
          <div key={signature.role}>
            <b>{signature.name || '–'}</b>
            <br />
            {signature.role} · <span className="soft">{signature.when}</span>
          </div>
        ))}
      </section>
    </article>
  )
}

type PrintedOrder = ReturnType<typeof documentOf>['orders'][number]
type OrderWords = Record<'number' | 'order' | 'responsible' | 'due' | 'done', string>

function Orders({
  orders,
  caption,
  words,
}: {
  orders: readonly PrintedOrder[]
  caption: string
  words: OrderWords
}) {
  return (
    <TableScroll label={caption}>
      <table className="kern-table stacks">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {(['number', 'order', 'responsible', 'due', 'done'] as const).map(key => (
              <th key={key} scope="col">
                {words[key]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {orders.map(order => (
            <tr key={order.number}>
              <td data-label={words.number}>
                <b>{order.number}</b>
              </td>
              <td data-label={words.order} className="typed">
                {order.text.join('\n')}
                <Notes of={order} />
              </td>
              <td data-label={words.responsible}>{order.responsible || '–'}</td>
              <td data-label={words.due}>{order.due}</td>
              <td data-label={words.done}>{order.done}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  )
}

/** What was corrected or added later. */
function Notes({ of: { notes = [] } }: { of: { notes?: readonly string[] } }) {
  return notes.map(note => (
    <small key={note} className="soft former">
      {note}
    </small>
  ))
}

function Timed({
  lines,
}: {
  lines: readonly { time: string; text: readonly string[]; notes?: readonly string[] }[]
}) {
  return (
    <dl className="definition">
      {lines.map(({ time, text, notes = [] }, i) => [
        <dt key={`${time} ${i}`}>{time}</dt>,
        <dd key={`${time} ${i} text`} className="typed">
          {text.join('\n')}
          <Notes of={{ notes }} />
        </dd>,
      ])}
    </dl>
  )
}
