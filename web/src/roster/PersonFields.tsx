import type { FieldProblem } from '../../../src/lib/errors.ts'
import type { Member, PersonField } from '../../../src/roster/contract/roster.ts'
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

/**
 * The fields of a person, the same for adding and changing. A field the reader may not change says
 * so.
 */
export function PersonFields({
  person,
  onChange,
  problemOf,
  known,
  hasOrganisation = true,
  autoFocus = false,
}: {
  person: PersonDraft
  onChange: (person: PersonDraft) => void
  /** the server's problem with a field of this person */
  problemOf: (field: PersonField) => FieldProblem | undefined
  /** the person being changed; absent: a new one */
  known?: Member | undefined
  hasOrganisation?: boolean
  autoFocus?: boolean
}) {
  const t = useT('roster')
  const common = useT('common')
  const isOpen = (field: PersonField) => !known || known.mayChange.includes(field)
  const isHidden = (field: PersonField) =>
    known?.[field] === null || (field === 'organisation' && known?.sharesDetails !== true)
  const props = (field: PersonField, wrong: string, isOptional = false) => {
    const problem = problemOf(field)
    const isLocked = !isOpen(field)
    const lockedHint = t(field === 'email' ? 'person.emailLocked' : 'person.locked')
    return {
      label: t(`person.${field}`),
      value: isLocked && isHidden(field) ? t('person.notShared') : person[field],
      onChange: (value: string) => onChange({ ...person, [field]: value }),
      error: problem ? (problem.problem === 'notYours' ? lockedHint : wrong) : null,
      autoComplete: 'off',
      ...(isLocked ? { readOnly: true, hint: lockedHint } : { isOptional }),
    }
  }
  const emailWrong = t(
    problemOf('email')?.problem === 'taken' ? 'person.emailTaken' : 'person.emailWrong',
  )
  return (
    <>
      {known && known.sharesDetails !== true ? (
        <p className="secondary">
          {t(known.sharesDetails === null ? 'person.asked' : 'person.withdrawn', {
            name: known.displayName,
          })}
        </p>
      ) : null}
      <div className="form-grid">
        <TextInput
          hint={t('person.nameHint')}
          {...props('name', t('person.nameWrong'))}
          maxLength={200}
          required
          autoFocus={autoFocus && isOpen('name')}
        />
        <TextInput
          hint="Dr., Prof."
          {...props('title', t('person.fieldWrong'), true)}
          maxLength={100}
        />
        <TextInput
          type="email"
          {...(known && person.email !== known.email ? { hint: t('person.emailEnds') } : {})}
          {...props('email', emailWrong)}
          maxLength={254}
          required
        />
        <TextInput
          type={isOpen('mobile') ? 'tel' : 'text'}
          {...props('mobile', t('person.mobileWrong'), true)}
          maxLength={30}
        />
        {hasOrganisation ? (
          <TextInput {...props('organisation', t('person.fieldWrong'), true)} maxLength={200} />
        ) : null}
        {isOpen('language') ? (
          <Select
            label={t('person.language')}
            value={person.language}
            onChange={language => onChange({ ...person, language })}
            options={[
              { value: 'de', label: common('lang.de') },
              { value: 'en', label: common('lang.en') },
            ]}
          />
        ) : (
          <TextInput
            {...props('language', t('person.fieldWrong'))}
            value={isHidden('language') ? t('person.notShared') : common(`lang.${person.language}`)}
          />
        )}
      </div>
    </>
  )
}
