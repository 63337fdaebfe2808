import { useMutation } from '@tanstack/react-query'
import type { SampleAccount } from '../../../src/access/contract/session.ts'
import type { PersonId } from '../../../src/lib/ids.ts'
import { api, send } from '../api.ts'
import { FormProblem } from '../frame/FormProblem.tsx'
import { useT } from '../i18n/i18n.ts'
import { useEnter } from './signingIn.ts'

/** The people of the sample; one click signs in as one of them. */
export function SamplePeople({
  people,
  target,
}: {
  people: readonly SampleAccount[]
  target: string | undefined
}) {
  const t = useT('accounts')
  const common = useT('common')
  const enter = useEnter()
  const signIn = useMutation({
    mutationFn: (personId: PersonId) =>
      send(api.api['sign-in'].sample.$post({ json: { personId } })),
    onSuccess: () => enter(target),
  })
  return (
    <section className="stack" aria-labelledby="sample-title">
      <div>
        <h1 id="sample-title">{t('sample.title')}</h1>
        <p>
          {t('sample.text')} <span className="soft">{t('sample.deputyNote')}</span>
        </p>
      </div>
      <FormProblem error={signIn.error} />
      <ul className="sample-people">
        {people.map(person => {
          const isBusy = signIn.isPending && signIn.variables === person.personId
          return (
            <li key={person.personId}>
              <button
                type="button"
                aria-disabled={signIn.isPending || undefined}
                onClick={() => !signIn.isPending && signIn.mutate(person.personId)}
              >
                <b>
                  <span className="sr-only">{t('sample.as')} </span>
                  {person.name}
                </b>
                <br />
                {isBusy
                  ? t('sample.busy')
                  : [
                      ...person.functions,
                      ...person.deputyFor.map(label => common('deputyOf', { label })),
                    ].join(', ') || <span className="soft">{t('sample.noFunction')}</span>}
                <br />
                <span className="secondary soft">
                  {person.roles.map(role => common(`role.${role}`)).join(' · ')}
                </span>
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
