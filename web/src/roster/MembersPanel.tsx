import { memo } from 'react'
import type { Member, Roster } from '../../../src/roster/contract/roster.ts'
import { ButtonLink } from '../frame/links.tsx'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Badge, Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { Table, type Column } from '../ui/Table.tsx'
import { nameBeside } from '../words/namesake.ts'
import type { Editing } from './editing.ts'
import { useMay } from './may.ts'

const firstRows = 100

/** The members of the staff, how to reach them and whether they can sign in. */
export const MembersPanel = memo(function MembersPanel({
  roster,
  onEdit,
}: {
  roster: Roster
  onEdit: (editing: Editing) => void
}) {
  const t = useT('roster')
  const common = useT('common')
  const may = useMay()
  const roleWords = (member: Member) => member.roles.map(role => common(`role.${role}`)).join(', ')
  const mobileWord = (member: Member) =>
    member.mobile ||
    t(
      member.sharesDetails !== true
        ? 'members.notShared'
        : member.hasMobile
          ? 'members.hidden'
          : 'members.missing',
    )
  const forWorkers: Column<Member>[] = [
    { id: 'roles', header: t('members.roles'), isDetail: true, sortBy: roleWords, cell: roleWords },
    {
      id: 'mobile',
      header: t('members.mobile'),
      isDetail: true,
      sortBy: member => (member.hasMobile ? mobileWord(member) : null),
      searchText: mobileWord,
      cell: member => (
        <span className={member.hasMobile ? 'nowrap' : 'warn-text'}>{mobileWord(member)}</span>
      ),
    },
    {
      id: 'email',
      header: t('members.email'),
      isDetail: true,
      sortBy: member => member.email,
      searchText: member => `${member.email} ${member.mailProblem ? t('reach.mailProblem') : ''}`,
      cell: member => (
        <span className="address">
          {member.email}
          {member.mailProblem ? (
            <span className="secondary bad-text following">
              {t('members.mailProblem', { why: member.mailProblem })}
            </span>
          ) : null}
        </span>
      ),
    },
    {
      id: 'access',
      header: t('members.access'),
      isDetail: true,
      sortBy: member => t(member.hasSecondFactor ? 'members.hasAccess' : 'members.noAccess'),
      cell: member =>
        member.hasSecondFactor ? (
          t('members.hasAccess')
        ) : (
          <Badge tone="warn">{t('members.noAccess')}</Badge>
        ),
    },
    {
      id: 'actions',
      header: t('actions'),
      isDetail: true,
      isHeaderHidden: true,
      isRight: true,
      isOnlyForScreen: true,
      cell: member => (
        <span className="row row-actions">
          <Button
            size="small"
            variant="tertiary"
            label={t('members.giveOf', { name: member.displayName })}
            onClick={() => onEdit({ what: 'access', member })}
          >
            {t('members.give')}
          </Button>
          {may.edit ? (
            <Button
              size="small"
              variant="tertiary"
              label={t('members.editOf', { name: member.displayName })}
              onClick={() => onEdit({ what: 'member', member })}
            >
              {t('members.edit')}
            </Button>
          ) : null}
        </span>
      ),
    },
  ]
  return (
    <Panel title={t('members.title')}>
      <Table
        caption={t('members.title')}
        rows={roster.members}
        rowKey={member => member.memberId}
        firstRows={firstRows}
        empty={
          <EmptyState
            title={t('members.emptyTitle')}
            action={may.edit ? <ButtonLink to="/staff/import">{t('import')}</ButtonLink> : null}
          >
            {t('members.emptyText')}
          </EmptyState>
        }
        columns={[
          {
            id: 'name',
            header: t('members.name'),
            sortBy: member => member.sortName,
            searchText: member => `${member.displayName} ${member.sortName} ${member.organisation}`,
            cell: member => (
              <span>
                <b>
                  {nameBeside(member.displayName, [
                    member.organisation,
                    member.functions.join(', '),
                  ])}
                </b>
                <span className="secondary soft following">{member.organisation}</span>
              </span>
            ),
          },
          {
            id: 'functions',
            header: t('members.functions'),
            sortBy: member => member.functions.join(', '),
            cell: member => member.functions.join(', '),
          },
          ...(may.seeReadiness ? forWorkers : []),
        ]}
      />
    </Panel>
  )
})
