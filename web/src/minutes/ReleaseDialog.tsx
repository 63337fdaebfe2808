import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { MinutesView } from '../../../src/minutes/contract.ts'
import { labels } from '../../../src/minutes/rules/labels.ts'
import { api, ApiError, send } from '../api.ts'
import { useActor } from '../board/actor.ts'
import { FormProblem } from '../frame/FormProblem.tsx'
import { useLang, useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { useToast } from '../ui/Toast.tsx'
import { minutesQuery } from './queries.ts'

/** Says what a release freezes and whom it concerns; it cannot be undone. */
export function ReleaseDialog({ view, onClose }: { view: MinutesView; onClose: () => void }) {
  const t = useT('minutes')
  const c = useT('common')
  const { lang } = useLang()
  const say = useToast()
  const actor = useActor()
  const queries = useQueryClient()
  const { meetingId, revision, record } = view
  const query = minutesQuery(meetingId)
  const release = useMutation({
    mutationFn: () =>
      send(
        api.api.meetings[':meetingId'].minutes.release.$post({
          param: { meetingId },
          json: { revision },
        }),
      ),
    onSuccess: released => {
      queries.setQueryData(query.queryKey, released)
      say(t('release.done'))
      onClose()
    },
    onError: () => queries.invalidateQueries(query),
  })
  const isOvertaken = release.error instanceof ApiError && release.error.code === 'conflict'
  const empty = (['lage', 'press', 'remarks'] as const)
    .filter(field => record[field].trim() === '')
    .map(field => labels[lang][field])
  return (
    <Dialog
      title={t('release.title')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{c('action.cancel')}</Button>
          <Button
            variant="primary"
            busy={release.isPending && t('release.busy')}
            onClick={() => release.mutate()}
          >
            {t('release.act')}
          </Button>
        </>
      }
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
      <FormProblem error={release.error} text={isOvertaken ? t('release.conflict') : undefined} />
    </Dialog>
  )
}
