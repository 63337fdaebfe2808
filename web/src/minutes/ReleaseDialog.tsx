import { useQueryClient } from '@tanstack/react-query'
import type { MinutesView } from '../../../src/minutes/contract.ts'
import { labels } from '../../../src/minutes/rules/labels.ts'
import { api, send } from '../api.ts'
import { FormDialog } from '../frame/FormDialog.tsx'
import { useSave } from '../frame/useSave.ts'
import { useLang, useT } from '../i18n/i18n.ts'
import { useActor } from '../session.tsx'
import { minutesQuery } from '../meetings/queries.ts'

/** Asks before a release, which cannot be undone; says what it freezes and whom it concerns. */
export function ReleaseDialog({ view, onClose }: { view: MinutesView; onClose: () => void }) {
  const t = useT('minutes')
  const { lang } = useLang()
  const actor = useActor()
  const queries = useQueryClient()
  const { meetingId, revision, record } = view
  const query = minutesQuery(meetingId)
  const save = useSave({
    send: (json: { revision: number }) =>
      send(api.api.meetings[':meetingId'].minutes.release.$post({ param: { meetingId }, json })),
    done: () => t('release.done'),
    answers: query.queryKey,
    onSaved: onClose,
    onRefused: () => queries.invalidateQueries(query),
    says: { conflict: t('release.conflict') },
  })
  const empty = (['lage', 'press', 'remarks'] as const)
    .filter(field => record[field].trim() === '')
    .map(field => labels[lang][field])
  return (
    <FormDialog
      title={t('release.title')}
      save={save}
      value={{ revision }}
      entered={null}
      main={{ label: t('release.act'), busy: t('release.busy') }}
      onClose={onClose}
    >
      <p>
        <b>{t('release.frozen')}</b>
      </p>
      <p>{t('release.whom')}</p>
      <p>{t('release.entries')}</p>
      <div>
        <p>{t('release.signs')}</p>
        <ul className="bulleted">
          <li>{t('release.taker', { name: view.minuteTakerName ?? '–' })}</li>
          <li>{t('release.lead', { name: actor.name })}</li>
        </ul>
      </div>
      {empty.length > 0 ? (
        <p className="warn-text">{t('release.empty', { sections: empty.join(', ') })}</p>
      ) : null}
    </FormDialog>
  )
}
