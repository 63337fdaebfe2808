import type { ReactNode } from 'react'
import { classes } from '../ui/classes.ts'
import { initialsOf } from '../ui/People.tsx'

/** One participant: function, then name. A yellow frame and a word mark the speaker. */
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
  /** e.g. *stumm*, *spricht*, *6 Personen* */
  note?: string
  isSpeaking?: boolean
  /** content without a picture; by default the initials */
  face?: string | undefined
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
