import type { ReactNode } from 'react'
import { classes } from './classes.ts'

/**
 * A person in a list: name, detail below, state, one action. Rows are high enough for fingers
 * unless compact.
 */
export function PersonRow({
  name,
  detail,
  status,
  badge,
  children,
  isCompact = false,
}: {
  name: string
  detail?: ReactNode
  status?: ReactNode
  badge?: ReactNode
  children?: ReactNode
  isCompact?: boolean
}) {
  return (
    <div className={classes('person', isCompact && 'compact')}>
      <div className="grow">
        <span className="name">{name}</span> {badge}
        {detail ? <div className="secondary soft">{detail}</div> : null}
      </div>
      {status ? <div className="status">{status}</div> : null}
      {children}
    </div>
  )
}

/**
 * The first letters of first and last name without titles. Takes whole graphemes, so that letters
 * of any script keep their marks.
 */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(word => word !== '' && !word.endsWith('.'))
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(word =>
    word ? firstGrapheme(word) : '',
  )
  return letters.join('').toLocaleUpperCase('de')
}

function firstGrapheme(word: string): string {
  for (const { segment } of new Intl.Segmenter('de', { granularity: 'grapheme' }).segment(word))
    return segment
  return ''
}
