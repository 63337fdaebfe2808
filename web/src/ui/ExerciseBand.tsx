import type { Kind } from '../../../src/incidents/contract.ts'
import { useT } from '../i18n/i18n.ts'

/** The striped band over everything that belongs to an exercise; nothing for an operation. */
export function ExerciseBand({ kind }: { kind: Kind | null }) {
  const common = useT('common')
  if (kind !== 'exercise') return null
  return (
    <p className="exercise-band">
      <b>{common('exerciseBand')}</b>
    </p>
  )
}
