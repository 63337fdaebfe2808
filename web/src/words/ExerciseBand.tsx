import type { Kind } from '../../../src/incidents/contract.ts'
import { useT } from '../i18n/i18n.ts'

/** The striped band over everything that belongs to an exercise; nothing for an operation. */
export function ExerciseBand({
  kind,
  isAcross = false,
}: {
  kind: Kind | null
  /** over a whole page, of which it is a landmark */
  isAcross?: boolean
}) {
  const common = useT('common')
  if (kind !== 'exercise') return null
  if (isAcross)
    return (
      <section className="exercise-band across" aria-label={common('kind.exercise')}>
        <b>{common('exerciseBand')}</b>
      </section>
    )
  return (
    <p className="exercise-band">
      <b>{common('exerciseBand')}</b>
    </p>
  )
}

/** The same in a row of a list. */
export function ExerciseMark({ kind }: { kind: Kind }) {
  const common = useT('common')
  if (kind !== 'exercise') return null
  return <span className="exercise-mark">{common('kind.exercise')}</span>
}
