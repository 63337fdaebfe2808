import { useErrorText } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { useConnection } from '../live.ts'
import { Button } from '../ui/Button.tsx'
import { useFormat } from '../ui/time.tsx'
import type { Entry } from './entries.ts'

const shown = 6
type Props = { entries: readonly Entry[]; onUndo: (id: string) => void }

/** The last entries of this device; each can be taken back in place. */
export function LastEntries({ entries, onUndo }: Props) {
  const t = useT('attendance')
  const last = entries.slice(-shown).reverse()
  return (
    <section className="desk-last" aria-labelledby="desk-last">
      <h2 id="desk-last">{t('desk.last')}</h2>
      {last.length === 0 ? <p className="secondary soft">{t('desk.lastNone')}</p> : null}
      <ul className="plain-list">
        {last.map(entry => (
          <li key={entry.id}>
            <EntryWords entry={entry} onUndo={onUndo} />
          </li>
        ))}
      </ul>
      <p className="secondary soft">{t('desk.offlineWorks')}</p>
    </section>
  )
}

/** The latest entry, beside the search field; it is read out. */
export function LastEntry({ entries, onUndo }: Props) {
  const t = useT('attendance')
  const entry = entries.at(-1)
  return (
    <span role="status" className="desk-latest">
      {entry ? (
        <EntryWords entry={entry} onUndo={onUndo} />
      ) : (
        <span className="soft">{t('desk.searchHelp')}</span>
      )}
    </span>
  )
}

/** Says which entries cannot be sent now. */
export function Waiting({ entries }: { entries: readonly Entry[] }) {
  const t = useT('attendance')
  const { connection } = useConnection()
  const count = entries.filter(
    entry => entry.state === 'waiting' || entry.state === 'undoing',
  ).length
  return (
    <div role="status">
      {connection === 'lost' && count > 0 ? (
        <p className="desk-waiting">{t('desk.waiting', { count })}</p>
      ) : null}
    </div>
  )
}

export function EntryWords({ entry, onUndo }: { entry: Entry; onUndo: (id: string) => void }) {
  const t = useT('attendance')
  const format = useFormat()
  const errorText = useErrorText()
  const what = t(`desk.did.${entry.deed}`, { name: entry.name })
  if (entry.state === 'refused')
    return (
      <span className="bad-text">{t('desk.failed', { what, why: errorText(entry.error) })}</span>
    )
  if (entry.state === 'undone') return <span className="soft">{t('desk.undone', { what })}</span>
  return (
    <>
      <span>
        {what} <span className="soft nowrap">{format.time(entry.madeAtMs)}</span>
      </span>{' '}
      {entry.state === 'undoing' ? (
        <span className="soft">{t('desk.undoing')}</span>
      ) : (
        <Button
          size="small"
          variant="tertiary"
          label={t('desk.undoFor', { what })}
          onClick={() => onUndo(entry.id)}
        >
          {t('desk.undo')}
        </Button>
      )}
      {entry.error ? (
        <span className="bad-text">{t('desk.undoFailed', { why: errorText(entry.error) })}</span>
      ) : null}
    </>
  )
}
