import type { FieldProblem } from '../../../src/lib/errors.ts'
import { useT } from '../i18n/i18n.ts'
import { Select, TextInput } from '../ui/Field.tsx'

export type PersonDraft = {
  title: string
  name: string
  organisation: string
  email: string
  mobile: string
  language: 'de' | 'en'
}

export const emptyPerson = (language: 'de' | 'en'): PersonDraft => ({
  title: '',
  name: '',
  organisation: '',
  email: '',
  mobile: '',
  language,
})

/** What is known of a person: the same fields wherever one is added or changed. */
export function PersonFields({
  person,
  onChange,
  problemOf,
  hasOrganisation = true,
  autoFocus = false,
}: {
  person: PersonDraft
  onChange: (person: PersonDraft) => void
  /** what the server found wrong with a field of this person */
  problemOf: (field: keyof PersonDraft) => FieldProblem | undefined
  hasOrganisation?: boolean
  autoFocus?: boolean
}) {
  const t = useT('roster')
  const c = useT('common')
  const set = (field: keyof PersonDraft) => (value: string) =>
    onChange({ ...person, [field]: value })
  const email = problemOf('email')
  const wrong = (field: keyof PersonDraft, text: string) => (problemOf(field) ? text : null)
  return (
    <div className="form-grid">
      <TextInput
        label={t('person.name')}
        hint={t('person.nameHint')}
        value={person.name}
        onChange={set('name')}
        error={wrong('name', t('person.nameWrong'))}
        maxLength={200}
        required
        autoFocus={autoFocus}
        autoComplete="off"
      />
      <TextInput
        label={t('person.title')}
        hint="Dr., Prof."
        value={person.title}
        onChange={set('title')}
        error={wrong('title', t('person.fieldWrong'))}
        maxLength={100}
        isOptional
        autoComplete="off"
      />
      <TextInput
        label={t('person.email')}
        type="email"
        value={person.email}
        onChange={set('email')}
        error={
          email
            ? t(
                email.problem === 'taken'
                  ? 'person.emailTaken'
                  : email.problem === 'notYours'
                    ? 'person.emailNotYours'
                    : 'person.emailWrong',
              )
            : null
        }
        maxLength={254}
        required
        autoComplete="off"
      />
      <TextInput
        label={t('person.mobile')}
        type="tel"
        value={person.mobile}
        onChange={set('mobile')}
        error={wrong('mobile', t('person.mobileWrong'))}
        maxLength={30}
        isOptional
        autoComplete="off"
      />
      {hasOrganisation ? (
        <TextInput
          label={t('person.organisation')}
          value={person.organisation}
          onChange={set('organisation')}
          error={wrong('organisation', t('person.fieldWrong'))}
          maxLength={200}
          isOptional
          autoComplete="off"
        />
      ) : null}
      <Select
        label={t('person.language')}
        value={person.language}
        onChange={set('language')}
        options={[
          { value: 'de', label: c('lang.de') },
          { value: 'en', label: c('lang.en') },
        ]}
      />
    </div>
  )
}
