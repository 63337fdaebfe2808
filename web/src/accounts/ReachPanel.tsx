import { InlineForm } from '../frame/InlineForm.tsx'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { changeMe, useSession } from '../session.tsx'
import { TextInput } from '../ui/Field.tsx'
import { Panel } from '../ui/Panel.tsx'
import { useTyped } from '../ui/typed.ts'
import { sessionQuery } from '../visitor.ts'

/**
 * What the person's staffs know about them: all see the name; number and organisation only if
 * allowed.
 */
export function ReachPanel() {
  const t = useT('accounts')
  const { me } = useSession()
  const { typed, field } = useTyped({ ...me.details, mobile: me.mobile })
  const save = useSave({
    send: changeMe,
    done: () => t('account.saved'),
    stale: [sessionQuery.queryKey],
  })
  return (
    <Panel title={t('account.reach')} isPadded>
      <InlineForm
        save={save}
        value={{ ...typed, mobile: typed.mobile.trim() }}
        main={{ variant: 'secondary' }}
      >
        <div>
          <h3>{t('email')}</h3>
          <p>{me.email}</p>
          <p className="secondary soft">{t('account.emailFixed')}</p>
        </div>
        <TextInput
          label={t('account.name')}
          hint={t('account.nameHint')}
          autoComplete="name"
          {...field('name')}
          error={save.problem('name') ? t('missing') : null}
          maxLength={200}
          required
        />
        <TextInput
          label={t('account.personTitle')}
          hint="Dr., Prof."
          autoComplete="honorific-prefix"
          {...field('title')}
          maxLength={100}
          isOptional
        />
        <TextInput
          label={t('account.organisation')}
          autoComplete="organization"
          {...field('organisation')}
          maxLength={200}
          isOptional
        />
        <TextInput
          label={t('account.mobile')}
          hint={t('account.mobileHint')}
          type="tel"
          autoComplete="tel"
          {...field('mobile')}
          error={save.problem('mobile') ? t('account.mobileWrong') : null}
          maxLength={30}
          isOptional
        />
      </InlineForm>
    </Panel>
  )
}
