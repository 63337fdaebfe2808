import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { isEnoughToFind } from '../../../src/lib/search.ts'
import { useErrorText } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { TextInput } from '../ui/Field.tsx'
import { deputySearchQuery } from './queries.ts'
import { useDeputyWords, type Deputies } from './deputies.ts'

const pauseMs = 300

/**
 * Finds a deputy by the beginning of their name, because a page behind a personal link does not
 * list the staff.
 */
export function DeputySearch({
  token,
  onName,
}: {
  token: string
  onName: (deputy: Deputies[number]) => void
}) {
  const t = useT('replies')
  const errorText = useErrorText()
  const wordsOf = useDeputyWords()
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed.trim()), pauseMs)
    return () => clearTimeout(timer)
  }, [typed])
  const isEnough = isEnoughToFind(typed)
  const search = useQuery({
    ...deputySearchQuery(token, asked),
    enabled: isEnough && isEnoughToFind(asked),
  })
  const found = isEnough && asked === typed.trim() ? search.data : undefined
  const said = !isEnough
    ? ''
    : search.isError
      ? errorText(search.error)
      : !found
        ? t('search.searching')
        : found.deputies.length === 0
          ? t('search.nobody')
          : t(found.hasMore ? 'search.more' : 'search.found', { count: found.deputies.length })
  return (
    <div className="deputy-search">
      <TextInput
        label={t('search.label')}
        hint={t('search.hint')}
        type="search"
        autoComplete="off"
        maxLength={100}
        value={typed}
        onChange={setTyped}
      />
      <p role="status" className={search.isError ? 'secondary bad-text' : 'secondary soft'}>
        {said}
      </p>
      {found && found.deputies.length > 0 ? (
        <div role="group" aria-label={t('search.label')} className="row wrap">
          {found.deputies.map(each => (
            <Button key={each.memberId} size="tall" onClick={() => onName(each)}>
              {wordsOf(each).act}
            </Button>
          ))}
        </div>
      ) : null}
    </div>
  )
}
