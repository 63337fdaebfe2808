import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { MeetingId } from '../../../src/lib/ids.ts'
import { isEnoughToFind, matches } from '../../../src/lib/search.ts'
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
  meetingId,
  onName,
}: {
  token: string
  /** another date of the link's series; absent: the date of the link */
  meetingId?: MeetingId
  onName: (deputy: Deputies[number]) => void
}) {
  const t = useT('replies')
  const errorText = useErrorText()
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed.trim()), pauseMs)
    return () => clearTimeout(timer)
  }, [typed])
  const isEnough = isEnoughToFind(typed)
  const search = useQuery({
    ...deputySearchQuery({ token, typed: asked, ...(meetingId ? { meetingId } : {}) }),
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
    <SearchField
      label={t('search.label')}
      hint={t('search.hint')}
      typed={typed}
      onType={setTyped}
      said={said}
      isBad={search.isError}
      deputies={found?.deputies ?? []}
      onName={onName}
    />
  )
}

const shownMatches = 8

/** Finds a deputy among people whom the page knows; as long as nothing is typed, it shows the first. */
export function DeputiesFound({
  among,
  onName,
}: {
  among: Deputies
  onName: (deputy: Deputies[number]) => void
}) {
  const t = useT('replies')
  const [typed, setTyped] = useState('')
  const found = among.filter(each => matches(typed, each.name, ...each.functions))
  const shown = found.slice(0, shownMatches)
  return (
    <SearchField
      label={t('search.labelAmong')}
      hint={t('search.hintAmong')}
      typed={typed}
      onType={setTyped}
      said={
        found.length === 0
          ? t('search.nobody')
          : found.length > shown.length
            ? t('search.more')
            : ''
      }
      deputies={shown}
      onName={onName}
    />
  )
}

function SearchField({
  label,
  hint,
  typed,
  onType,
  said,
  isBad = false,
  deputies,
  onName,
}: {
  label: string
  hint: string
  typed: string
  onType: (typed: string) => void
  /** what the search has found, in words */
  said: string
  isBad?: boolean
  deputies: Deputies
  onName: (deputy: Deputies[number]) => void
}) {
  const wordsOf = useDeputyWords()
  return (
    <div className="deputy-search">
      <TextInput
        label={label}
        hint={hint}
        type="search"
        autoComplete="off"
        maxLength={100}
        value={typed}
        onChange={onType}
      />
      <p role="status" className={isBad ? 'secondary bad-text' : 'secondary soft'}>
        {said}
      </p>
      {deputies.length > 0 ? (
        <div role="group" aria-label={label} className="row wrap">
          {deputies.map(each => (
            <Button key={each.memberId} size="tall" onClick={() => onName(each)}>
              {wordsOf(each)}
            </Button>
          ))}
        </div>
      ) : null}
    </div>
  )
}
