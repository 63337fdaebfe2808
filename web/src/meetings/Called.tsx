import { useState, type ReactNode } from 'react'
import type { MemberId } from '../../../src/lib/ids.ts'
import { isEnoughToFind, matches } from '../../../src/lib/search.ts'
import { useT } from '../i18n/i18n.ts'
import { useSession } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { TextInput } from '../ui/Field.tsx'
import { withThem, withoutThem, type CalledPerson, type calledOn, type Choice } from './calling.ts'

type Called = ReturnType<typeof calledOn>
type Props = {
  called: Called
  choice: Choice
  /** keeps the minutes of this meeting, so that leaving them out is not offered */
  takerId?: MemberId | null
  /** the title stands above already */
  hasTitle?: boolean
  onChange: (choice: Choice) => void
}
const mostFound = 8

/**
 * Who is invited, by function, and who was left out; everybody can be left out or invited by one
 * press.
 */
export function CalledPeople({
  called,
  choice,
  takerId = null,
  hasTitle = false,
  onChange,
}: Props) {
  const t = useT('planning')
  const { groups, leftOut, open } = called
  const unreached = called.called.filter(each => each.mailProblem !== null)
  const leave = (ids: MemberId[]) => onChange(withoutThem(choice, ids))
  const list = (people: CalledPerson[]) => (
    <ul className="called-list">
      {people.map(each => (
        <Row key={each.member.memberId} person={each}>
          {each.member.memberId === takerId ? (
            <small className="soft">{t('called.keepsMinutes')}</small>
          ) : (
            <Button
              size="small"
              label={t('called.leaveOutFor', { name: each.member.displayName })}
              onClick={() => leave([each.member.memberId])}
            >
              {t('called.leaveOut')}
            </Button>
          )}
        </Row>
      ))}
    </ul>
  )
  const without = groups.none.map(each => each.member.memberId).filter(id => id !== takerId)
  return (
    <fieldset className="field called">
      <legend className={hasTitle ? 'sr-only' : undefined}>{t('called.title')}</legend>
      {called.count === 0 ? <p className="bad-text">{t('called.nobody')}</p> : null}
      {open.length > 0 ? (
        <p className="bad-text">{t('called.open', { functions: open.join(', ') })}</p>
      ) : null}
      {unreached.length > 0 ? (
        <p className="bad-text">
          {t('called.unreached')}{' '}
          {unreached
            .map(each => (each.mobile ? `${each.displayName} (${each.mobile})` : each.displayName))
            .join(' · ')}
        </p>
      ) : null}
      {leftOut.length > 0 ? (
        <div role="group" aria-label={t('called.leftOut')}>
          <b>{t('called.leftOut')}</b>
          <ul className="called-list">
            {leftOut.map(({ memberId, displayName }) => (
              <li key={memberId}>
                <s className="grow">{displayName}</s>
                <Button
                  size="small"
                  label={t('called.againFor', { name: displayName })}
                  onClick={() => onChange(withThem(choice, memberId))}
                >
                  {t('called.again')}
                </Button>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <Finding called={called} choice={choice} takerId={takerId} onChange={onChange} />
      {(['required', 'other', 'none'] as const).map(group =>
        groups[group].length === 0 ? null : (
          <details key={group} open={group !== 'none'}>
            <summary>{t(`called.${group}`, { count: groups[group].length })}</summary>
            {group === 'none' && without.length > 1 ? (
              <p className="row wrap">
                <span className="grow secondary soft">{t('called.noneText')}</span>
                <Button size="small" onClick={() => leave(without)}>
                  {t('called.leaveAllOut')}
                </Button>
              </p>
            ) : null}
            {list(groups[group])}
          </details>
        ),
      )}
    </fieldset>
  )
}

function Row({ person, children }: { person: CalledPerson; children: ReactNode }) {
  const t = useT('planning')
  const { member, functions, deputises } = person
  const acts = [...functions, ...deputises.map(label => t('called.deputy', { function: label }))]
  return (
    <li>
      <span className="grow">
        <b>{member.displayName}</b>
        {acts.length > 0 ? <small className="soft">{acts.join(' · ')}</small> : null}
      </span>
      {children}
    </li>
  )
}

/** Finds anybody of the staff by three letters, to leave them out or to invite them. */
function Finding({ called, choice, takerId, onChange }: Props) {
  const t = useT('planning')
  const [typed, setTyped] = useState('')
  const isEnough = isEnoughToFind(typed)
  const found = isEnough
    ? called.present
        .filter(each =>
          matches(typed, each.sortName, each.displayName, each.organisation, ...each.functions),
        )
        .slice(0, mostFound)
    : []
  return (
    <div>
      <TextInput
        label={t('called.find')}
        hint={t('called.findHint')}
        type="search"
        autoComplete="off"
        maxLength={100}
        value={typed}
        onChange={setTyped}
        // Enter in a search must not send the form around it
        onKeyDown={event => {
          if (event.key === 'Enter') event.preventDefault()
        }}
      />
      <p role="status" className="secondary soft">
        {isEnough && found.length === 0 ? t('called.notFound') : ''}
      </p>
      {found.length > 0 ? (
        <ul className="called-list" aria-label={t('called.find')}>
          {found.map(({ memberId, displayName, functions }) => {
            const isCalled = called.ids.has(memberId)
            const name = displayName
            return (
              <li key={memberId}>
                <span className="grow">
                  <b>{displayName}</b>
                  {functions.length > 0 ? (
                    <small className="soft">{functions.join(' · ')}</small>
                  ) : null}
                </span>
                {isCalled && memberId === takerId ? (
                  <small className="soft">{t('called.keepsMinutes')}</small>
                ) : (
                  <Button
                    size="small"
                    label={t(isCalled ? 'called.leaveOutFor' : 'called.addFor', { name })}
                    onClick={() =>
                      onChange(
                        isCalled ? withoutThem(choice, [memberId]) : withThem(choice, memberId),
                      )
                    }
                  >
                    {t(isCalled ? 'called.leaveOut' : 'called.add')}
                  </Button>
                )}
              </li>
            )
          })}
        </ul>
      ) : null}
    </div>
  )
}

/** How many people will be written to and by which groups, and whether mail goes out at all. */
export function CalledCount({ called, atOnce }: { called: Called; atOnce: boolean }) {
  const t = useT('planning')
  const { mail } = useSession()
  const { count, groups } = called
  const withFunction = groups.required.length + groups.other.length
  return (
    <>
      <b>
        {t(mail === 'outbox' ? 'called.toOutbox' : atOnce ? 'called.now' : 'called.then', {
          count,
        })}
      </b>{' '}
      {groups.none.length > 0 ? (
        <span className="soft">
          {t('called.parts', { with: withFunction, without: groups.none.length })}
        </span>
      ) : null}
    </>
  )
}
