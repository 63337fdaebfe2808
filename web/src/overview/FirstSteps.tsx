import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Overview } from '../../../src/overview/contract.ts'
import type { Roster } from '../../../src/roster/contract/roster.ts'
import { ButtonLink } from '../frame/links.tsx'
import { Loaded } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { rosterQuery } from '../roster/queries.ts'
import type { MyStaff } from '../session.tsx'
import { Badge, Panel } from '../ui/Panel.tsx'
import { ConveneButton } from './ConveneButton.tsx'

type Of = { staff: MyStaff; view: Overview }

/** The next steps of a staff that has never met, in order, with those already done. */
export function FirstSteps(props: Of) {
  const t = useT('overview')
  return (
    <Loaded query={useQuery(rosterQuery(props.staff.staffId))} what={t('first.title')}>
      {roster => <Steps {...props} roster={roster} />}
    </Loaded>
  )
}

function Steps({ staff, view, roster: { counts } }: Of & { roster: Roster }) {
  const t = useT('overview')
  const hasMembers = counts.members > 1
  const isFilled = counts.required > 0 && counts.requiredFilled === counts.required
  const hasNumbers = staff.dialInNumber !== '' && staff.hotline !== ''
  return (
    <Panel isRoomy>
      <p className="overline">{staff.name}</p>
      <h1>{t('first.title')}</h1>
      <p className="soft">{t('first.text')}</p>
      <ol className="first-steps">
        <Step
          title={t('first.members')}
          text={
            hasMembers ? t('first.membersSome', { count: counts.members }) : t('first.membersNone')
          }
          isDone={hasMembers}
          action={
            <>
              <ButtonLink to="/staff/import" variant={hasMembers ? 'secondary' : 'primary'}>
                {t('first.import')}
              </ButtonLink>
              <ButtonLink to="/staff" variant="tertiary">
                {t('first.byHand')}
              </ButtonLink>
            </>
          }
        />
        <Step
          title={t('first.functions')}
          text={t('first.functionsText', {
            filled: counts.requiredFilled,
            all: counts.required,
          })}
          isDone={isFilled}
          action={<ButtonLink to="/staff">{t('first.toStaff')}</ButtonLink>}
        />
        <Step
          title={t('first.numbers')}
          text={
            hasNumbers
              ? t('first.numbersSet', { dialIn: staff.dialInNumber, hotline: staff.hotline })
              : t('first.numbersText')
          }
          isDone={hasNumbers}
          action={
            <ButtonLink to="/staff" hash="numbers">
              {t('first.enterNumbers')}
            </ButtonLink>
          }
        />
        <Step
          title={t('first.meeting')}
          text={t('first.meetingText')}
          isDone={false}
          action={
            <>
              <ConveneButton
                staff={staff}
                view={view}
                variant={hasMembers ? 'primary' : 'secondary'}
              />
              <ButtonLink to="/meetings/new">{t('lead.plan')}</ButtonLink>
            </>
          }
        />
      </ol>
    </Panel>
  )
}

function Step({
  title,
  text,
  isDone,
  action,
}: {
  title: string
  text: string
  isDone: boolean
  action: ReactNode
}) {
  const t = useT('overview')
  return (
    <li>
      <div className="grow">
        <h2 className="step-title">
          {title} {isDone ? <Badge tone="ok">{t('first.done')}</Badge> : null}
        </h2>
        <p className="soft">{text}</p>
      </div>
      <div className="row wrap">{action}</div>
    </li>
  )
}
