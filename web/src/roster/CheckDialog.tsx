import type { ReactNode } from 'react'
import type { Member, Roster } from '../../../src/roster/contract/roster.ts'
import { ButtonLink } from '../frame/links.tsx'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import type { Editing } from './editing.ts'
import { useMay } from './may.ts'
import { checkOf } from './readiness.ts'

type Props = { roster: Roster; onEdit: (editing: Editing) => void; onClose: () => void }

/** What is missing until the staff is ready, each with a link to where it is added. */
export function CheckDialog({ roster, onEdit, onClose }: Props) {
  const t = useT('roster')
  const may = useMay()
  const check = checkOf(roster)
  const isGood = Object.values(check).every(list => list.length === 0)
  const functions = (lines: typeof check.unfilled) =>
    lines.map(({ fn }) => (
      <Item key={fn.functionId} onPress={may.edit ? () => onEdit({ what: 'holders', fn }) : null}>
        {fn.label}
      </Item>
    ))
  const people = (members: readonly Member[], what: 'member' | 'access') =>
    members.map(member => (
      <Item
        key={member.memberId}
        onPress={may.edit || what === 'access' ? () => onEdit({ what, member }) : null}
      >
        {member.displayName}
      </Item>
    ))
  return (
    <Dialog title={t('check.title')} onClose={onClose} isWide>
      {isGood ? <p className="ok-text">{t('check.allGood')}</p> : null}
      <Section title={t('check.unfilled')} tone="bad-text" items={functions(check.unfilled)} />
      <Section title={t('check.mail')} tone="bad-text" items={people(check.mail, 'member')} />
      <Section title={t('check.noDeputy')} tone="warn-text" items={functions(check.noDeputy)} />
      <Section
        title={t('check.noMobile')}
        tone="warn-text"
        items={people(check.noMobile, 'member')}
      />
      <Section
        title={t('check.noFactor')}
        tone="warn-text"
        items={people(check.noFactor, 'access')}
      >
        <p>
          <ButtonLink to="/staff/access">{t('accesses.toPage')}</ButtonLink>
        </p>
      </Section>
    </Dialog>
  )
}

const shownCount = 30

function Section({
  title,
  tone,
  items,
  children,
}: {
  title: string
  tone: string
  items: readonly ReactNode[]
  children?: ReactNode
}) {
  const t = useT('roster')
  if (items.length === 0) return null
  return (
    <section className="check-section">
      <h3 className={tone}>
        {items.length} · {title}
      </h3>
      <ul className="plain-list chips">{items.slice(0, shownCount)}</ul>
      {items.length > shownCount ? (
        <p className="secondary soft">{t('check.more', { count: items.length - shownCount })}</p>
      ) : null}
      {children}
    </section>
  )
}

function Item({ children, onPress }: { children: string; onPress: (() => void) | null }) {
  return (
    <li>
      {onPress ? (
        <Button size="small" onClick={onPress}>
          {children}
        </Button>
      ) : (
        children
      )}
    </li>
  )
}
