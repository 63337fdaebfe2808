import { useQuery } from '@tanstack/react-query'
import type { StaffId } from '../../../src/lib/ids.ts'
import { type PlanDraft, previewWish } from './planDraft.ts'
import { seriesPreviewQuery } from './queries.ts'
import type { SeriesPreview } from '../../../src/meetings/contract/series.ts'

export type AskedPreview = {
  /**
   * Preview of the values typed now; null when nothing repeats, and until the server has answered.
   */
  current: SeriesPreview | null
  /** The last preview, until the next one arrives. */
  shown: SeriesPreview | null
  isPending: boolean
  error: unknown
  retry: () => void
}

/** Asks the server for the meetings of the typed repetition. */
export function useSeriesPreview(staffId: StaffId, draft: PlanDraft): AskedPreview {
  const wish = previewWish(draft)
  const { data, isPending, isPlaceholderData, error, refetch } = useQuery({
    ...seriesPreviewQuery(staffId, wish),
    enabled: wish !== null,
  })
  const shown = (wish && data) ?? null
  return {
    current: isPlaceholderData ? null : shown,
    shown,
    isPending: wish !== null && (isPending || isPlaceholderData),
    error: wish && error,
    retry: () => void refetch(),
  }
}
