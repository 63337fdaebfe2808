import { doorModes, modeTable, type DoorMode } from '../../../src/lib/modes.ts'
import { useT } from '../i18n/i18n.ts'
import { useConnection } from '../live.ts'
import { Button } from '../ui/Button.tsx'
import { classes } from '../ui/classes.ts'
import { useFormat } from '../ui/time.tsx'
import { deeds, type Deed } from './entries.ts'
import { nameBeside } from '../words/namesake.ts'
import { isExpected, type DeskLine } from './lines.ts'

/**
 * One person at the door. Changes happen in place; the filled button is the one most likely needed
 * for this person.
 */
export function DeskRow({
  line,
  isHit,
  onEnter,
}: {
  line: DeskLine
  isHit: boolean
  onEnter: (line: DeskLine, deed: Deed) => void
}) {
  const t = useT('attendance')
  const common = useT('common')
  const { connection } = useConnection()
  const stateOf = useStateWords()
  const { name, now } = line
  const detail =
    line.functions.join(', ') ||
    line.organisation ||
    (line.isVisitor ? '' : common('word.noFunction'))
  const deedIn = (mode: DoorMode) => deeds[mode][now === mode ? 'out' : 'in']
  const onSite = deedIn('onSite')
  return (
    <div className={classes('person', isHit && 'hit')}>
      <div className="grow">
        <span className="name">{nameBeside(name, [detail])}</span>
        <div className="secondary soft">
          {[line.isVisitor ? t('desk.visitor') : '', detail].filter(Boolean).join(' · ')}
        </div>
      </div>
      <div className="status">
        <span className={now ? 'ok-text' : undefined}>{stateOf(line)}</span>
        {line.isPending && connection === 'lost' ? (
          <span className="soft">{t('desk.queued')}</span>
        ) : null}
      </div>
      <span className="on-phone">
        {line.who && now !== 'onSite'
          ? doorModes
              .filter(mode => modeTable[mode].isRemote)
              .map(mode => (
                <Button
                  key={mode}
                  size="tall"
                  variant={line.planned === mode && now === null ? 'primary' : 'tertiary'}
                  label={t(`desk.${deedIn(mode)}For`, { name })}
                  onClick={() => onEnter(line, deedIn(mode))}
                >
                  {t(`desk.${deedIn(mode)}`)}
                </Button>
              ))
          : null}
      </span>
      {line.who ? (
        <span className="on-site">
          <Button
            size="tall"
            isBlock
            variant={isHit || isExpected(line) ? 'primary' : 'secondary'}
            label={t(`desk.${onSite}For`, { name })}
            {...(isHit ? { shortcut: 'Enter' } : {})}
            onClick={() => onEnter(line, onSite)}
          >
            {t(`desk.${onSite}`)}
          </Button>
        </span>
      ) : null}
    </div>
  )
}

function useStateWords(): (line: DeskLine) => string {
  const t = useT('attendance')
  const common = useT('common')
  const format = useFormat()
  return line => {
    const time = line.since ? format.time(line.since) : ''
    if (line.now) return t('desk.since', { mode: common(`modeLong.${line.now}`), time })
    if (line.leftAt) return t('desk.left', { time: format.time(line.leftAt) })
    if (line.isVisitor) return t('desk.gone')
    if (!line.isInvited) return t('desk.notInvited')
    if (line.planned === 'none') return t('desk.noReply')
    if (line.planned === 'declined') return t('desk.declined')
    return line.planned === 'onSite'
      ? t('desk.expected')
      : t('desk.promised', { mode: common(`mode.${line.planned}`) })
  }
}
