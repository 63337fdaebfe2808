import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { useT } from '../i18n/i18n.ts'
import { DateTimeField, momentOf, wallValueOf, type WallValue } from '../ui/DateTimeField.tsx'
import { Segments, TextInput } from '../ui/Field.tsx'
import { useZone } from '../ui/time.tsx'
import { serverNow } from '../ui/clock.ts'

/** Whether the meeting ends now, or ended earlier and nobody closed it. */
export type End = { when: 'now' | 'earlier'; at: WallValue; reason: string }
export type Told = { endedAt?: string; reason?: string }

/** The form begins with *now*. The time of an earlier end begins with the planned end. */
export function endOf({ openedAt, endsAt, zone }: Meeting): End {
  const isPast = Date.parse(endsAt) < serverNow() && endsAt > (openedAt ?? endsAt)
  return { when: 'now', at: wallValueOf(isPast ? endsAt : serverNow(), zone), reason: '' }
}

/** The value to send; null while something is missing. */
export function toldBy({ when, at, reason }: End, zone: string): Told | null {
  if (when === 'now') return {}
  const moment = momentOf(at, zone)
  if (moment === null || reason.trim() === '') return null
  return { endedAt: moment.toISOString(), reason: reason.trim() }
}

export function EndFields({
  end,
  onChange,
  wasTried,
  isRefused,
}: {
  end: End
  onChange: (end: End) => void
  wasTried: boolean
  /** the server refused the time: before the opening, or in the future */
  isRefused: boolean
}) {
  const t = useT('closing')
  const zone = useZone()
  const isUnclear = wasTried && momentOf(end.at, zone) === null
  return (
    <div className="stack">
      <Segments<End['when']>
        label={t('close.ended')}
        value={end.when}
        onChange={when => onChange({ ...end, when })}
        options={[
          { value: 'now', label: t('close.endedNow') },
          { value: 'earlier', label: t('close.endedEarlier') },
        ]}
      />
      {end.when === 'earlier' ? (
        <>
          <DateTimeField
            label={t('close.endedAt')}
            value={end.at}
            onChange={at => onChange({ ...end, at })}
            error={isRefused || isUnclear ? t('close.endedWrong') : null}
          />
          <TextInput
            label={t('close.endedWhy')}
            value={end.reason}
            onChange={reason => onChange({ ...end, reason })}
            maxLength={300}
            error={wasTried && end.reason.trim() === '' ? t('close.endedNoReason') : null}
          />
          <p className="secondary soft">{t('close.endedHint')}</p>
        </>
      ) : null}
    </div>
  )
}
