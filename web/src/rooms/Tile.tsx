import type { ReactNode } from 'react'
import { classes } from '../ui/classes.ts'
import { initialsOf } from '../ui/People.tsx'

/** A participant in the room: function first, then name. The speaker's frame is yellow, and said in words. */
export function Tile({
  functionLabel,
  name,
  note,
  isSpeaking,
  face,
  picture,
}: {
  functionLabel: string
  name: string
  /** *stumm*, *spricht*, *6 Personen* */
  note?: string
  isSpeaking?: boolean
  /** shown without a picture; default: the initials */
  face?: string
  picture?: ReactNode
}) {
  return (
    <div className={classes('tile', isSpeaking && 'speaking', picture != null && 'has-picture')}>
      {picture ?? (
        <span className="face" aria-hidden="true">
          {face ?? initialsOf(name)}
        </span>
      )}
      <div className="who">
        <b>{functionLabel}</b>
        <br />
        {[name, note].filter(Boolean).join(' · ')}
      </div>
    </div>
  )
}
