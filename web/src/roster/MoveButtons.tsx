import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'

/**
 * Moves up and down by one. At an end the button stays and does nothing, so that it keeps the
 * focus.
 */
export function MoveButtons({ label, onMove }: { label: string; onMove: (by: -1 | 1) => void }) {
  const t = useT('roster')
  return (
    <span className="row row-actions">
      <Button
        size="small"
        variant="tertiary"
        label={t('order.upOf', { label })}
        onClick={() => onMove(-1)}
      >
        {t('order.up')}
      </Button>
      <Button
        size="small"
        variant="tertiary"
        label={t('order.downOf', { label })}
        onClick={() => onMove(1)}
      >
        {t('order.down')}
      </Button>
    </span>
  )
}

/** The direction of Alt with an arrow key, which moves the row with the focus. */
export function arrowOf(event: {
  altKey: boolean
  key: string
  preventDefault: () => void
}): -1 | 1 | null {
  if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return null
  event.preventDefault()
  return event.key === 'ArrowUp' ? -1 : 1
}
