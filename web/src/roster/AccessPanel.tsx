import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Member } from '../../../src/roster/contract/roster.ts'
import { FormProblem } from '../frame/FormProblem.tsx'
import { useT } from '../i18n/i18n.ts'
import { useSession, useStaff } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Badge, Panel } from '../ui/Panel.tsx'
import { Table } from '../ui/Table.tsx'
import { useFormat } from '../ui/time.tsx'
import { useToast } from '../ui/Toast.tsx'
import { giveAccess } from './AccessDialog.tsx'
import { Letters, type Letter } from './Letters.tsx'
import { useMay } from './may.ts'
import { openAccessQuery } from './queries.ts'

type How = 'mail' | 'print'
type Given = { count: number; letters: Letter[]; failed: Member[]; problem: unknown }

/**
 * Everybody with what they have: two factors, a link or code that was not used yet, or nothing. All
 * who have nothing can be given access at once, by mail or as letters; each can be given it alone.
 */
export function AccessPanel({ members }: { members: readonly Member[] }) {
  const t = useT('roster')
  const common = useT('common')
  const format = useFormat()
  const say = useToast()
  const may = useMay()
  const queries = useQueryClient()
  const { mail } = useSession()
  const { staffId } = useStaff()
  const listed = openAccessQuery(staffId)
  const open = useQuery(listed).data ?? []
  const [letters, setLetters] = useState<Letter[]>([])
  const [done, setDone] = useState(0)
  const openOf = new Map(open.map(each => [each.memberId, each]))
  const without = members.filter(member => !member.hasSecondFactor)
  const mine = without.filter(member => may.accessRefusal(member) === null)
  const untold = mine.filter(member => !openOf.has(member.memberId))
  const give = useMutation({
    mutationFn: async ({ to, how }: { to: readonly Member[]; how: How }): Promise<Given> => {
      const given: Given = { count: 0, letters: [], failed: [], problem: null }
      setDone(0)
      // one after the other, so that the mail server is not flooded
      for (const member of to) {
        try {
          const { code, url, qrSvg, expiresAt } = await giveAccess(member, how)
          given.count++
          if (code !== undefined && url !== undefined && qrSvg !== undefined)
            given.letters.push({ member, code, url, qrSvg, expiresAt })
        } catch (error) {
          given.failed.push(member)
          given.problem = error
        }
        setDone(given.count + given.failed.length)
      }
      return given
    },
    onSuccess: ({ count, letters: made }, { how }) => {
      if (how === 'print') setLetters(made)
      else if (count > 0) say(t(mail === 'smtp' ? 'accesses.sent' : 'accesses.unsent', { count }))
      return queries.invalidateQueries({ queryKey: listed.queryKey })
    },
    // the codes are shown once, and kept nowhere
    gcTime: 0,
  })
  const toAll = untold.length > 0 ? untold : mine
  const refusal =
    mine.length > 0 ? null : t(without.length > 0 ? 'access.notYours' : 'accesses.all')
  const progress =
    give.isPending && t('accesses.progress', { done, count: give.variables.to.length })
  const [asked, setAsked] = useState<{ how: How; to: readonly Member[] } | null>(null)
  const act = (how: How, to: readonly Member[]) => {
    if (give.isPending) return
    // a new link or letter ends the one somebody may hold in their hands
    if (to.some(member => openOf.has(member.memberId))) setAsked({ how, to })
    else give.mutate({ to, how })
  }
  const whatOf = (way: How | null) => t(`accesses.way.${way ?? 'unknown'}`)
  const told = mine.filter(member => openOf.has(member.memberId))
  const stateOf = (member: Member) => {
    const given = openOf.get(member.memberId)
    if (given)
      return t(member.hasSecondFactor ? 'accesses.renewed' : 'accesses.given', {
        what: whatOf(given.way),
        day: format.date(given.givenAt, 'short'),
        until: format.date(given.expiresAt, 'short'),
      })
    return t(member.hasSecondFactor ? 'members.hasAccess' : 'members.noAccess')
  }
  return (
    <Panel
      title={t('accesses.title')}
      badge={
        <span className="secondary soft">
          {t('accesses.counts', {
            without: without.length,
            count: members.length - without.length,
          })}
        </span>
      }
    >
      <div className="stack accesses">
        <p className="soft">{t('accesses.text')}</p>
        {told.length > 0 && untold.length > 0 ? (
          <p className="soft">
            {t('accesses.leftOut', { names: told.map(member => member.displayName).join(', ') })}
          </p>
        ) : null}
        {mail === 'outbox' ? <p className="secondary warn-text">{t('access.noMail')}</p> : null}
        <div className="row wrap">
          <Button
            variant={mail === 'smtp' ? 'primary' : 'secondary'}
            disabledReason={refusal}
            busy={give.isPending && give.variables.how === 'mail' && progress}
            onClick={() => act('mail', toAll)}
          >
            {t('accesses.mailAll', { count: toAll.length })}
          </Button>
          <Button
            variant={mail === 'smtp' ? 'secondary' : 'primary'}
            disabledReason={refusal}
            busy={give.isPending && give.variables.how === 'print' && progress}
            onClick={() => act('print', toAll)}
          >
            {t('accesses.printAll', { count: toAll.length })}
          </Button>
        </div>
        {give.data && give.data.failed.length > 0 ? (
          <>
            <p className="bad-text" role="alert">
              {t('accesses.failed', {
                names: give.data.failed.map(member => member.displayName).join(', '),
              })}
            </p>
            <FormProblem error={give.data.problem} />
          </>
        ) : null}
      </div>
      <Table
        caption={t('accesses.title')}
        rows={members}
        rowKey={member => member.memberId}
        firstRows={100}
        tone={member => (member.hasSecondFactor ? 'muted' : undefined)}
        columns={[
          {
            id: 'name',
            header: t('members.name'),
            sortBy: member => member.sortName,
            searchText: member => `${member.displayName} ${member.sortName}`,
            cell: member => <b>{member.displayName}</b>,
          },
          {
            id: 'functions',
            header: t('members.functions'),
            sortBy: member => member.functions.join(', '),
            cell: member => member.functions.join(', '),
          },
          {
            id: 'access',
            header: t('members.access'),
            sortBy: stateOf,
            cell: member =>
              member.hasSecondFactor || openOf.has(member.memberId) ? (
                stateOf(member)
              ) : (
                <Badge tone="warn">{stateOf(member)}</Badge>
              ),
          },
          {
            id: 'actions',
            header: t('actions'),
            isHeaderHidden: true,
            isRight: true,
            cell: member =>
              member.hasSecondFactor || may.accessRefusal(member) ? null : (
                <span className="row row-actions no-print">
                  {(['mail', 'print'] as const).map(how => (
                    <Button
                      key={how}
                      size="small"
                      variant="tertiary"
                      label={t(`accesses.${how}Of`, { name: member.displayName })}
                      busy={
                        give.isPending &&
                        give.variables.how === how &&
                        give.variables.to.length === 1 &&
                        give.variables.to[0] === member &&
                        common('ui.sending')
                      }
                      onClick={() => act(how, [member])}
                    >
                      {t(`accesses.${how}`)}
                    </Button>
                  ))}
                </span>
              ),
          },
        ]}
      />
      {asked ? (
        <Dialog
          title={t(asked.how === 'print' ? 'accesses.printAll' : 'accesses.mailAll', {
            count: asked.to.length,
          })}
          onClose={() => setAsked(null)}
          actions={
            <Button
              variant="primary"
              onClick={() => {
                give.mutate(asked)
                setAsked(null)
              }}
            >
              {t('accesses.replace')}
            </Button>
          }
        >
          <p>{t('accesses.void')}</p>
          <ul>
            {asked.to.flatMap(member => {
              const given = openOf.get(member.memberId)
              return given ? (
                <li key={member.memberId}>
                  <b>{member.displayName}</b>:{' '}
                  {t('accesses.givenOn', {
                    what: whatOf(given.way),
                    day: format.date(given.givenAt, 'short'),
                  })}
                </li>
              ) : (
                []
              )
            })}
          </ul>
        </Dialog>
      ) : null}
      {letters.length > 0 ? <Letters letters={letters} onClose={() => setLetters([])} /> : null}
    </Panel>
  )
}
