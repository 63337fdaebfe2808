import { Suspense, useState } from 'react'
import type { StaffId } from '../../../src/lib/ids.ts'
import type { MinutesView } from '../../../src/minutes/contract.ts'
import { releaseRefusal } from '../../../src/minutes/rules/permissions.ts'
import { ApiError } from '../api.ts'
import { ButtonLink } from '../frame/links.tsx'
import { useErrorText } from '../frame/Loaded.tsx'
import { lazily } from '../frame/lazily.tsx'
import { useT } from '../i18n/i18n.ts'
import { useActor } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { Badge, Panel } from '../ui/Panel.tsx'
import { useFormat } from '../ui/time.tsx'
import { Findings } from './Findings.tsx'
import { TakerChoice } from './TakerChoice.tsx'
import type { Editing } from './useEditing.ts'

const ReleaseDialog = lazily(
  () => import('./ReleaseDialog.tsx'),
  file => file.ReleaseDialog,
)

/** The state of the minutes, who acts next, and the lead's release. */
export function StatePanel({
  view,
  staffId,
  editing,
  mayEdit,
}: {
  view: MinutesView
  staffId: StaffId
  editing: Editing
  mayEdit: boolean
}) {
  const t = useT('minutes')
  const format = useFormat()
  const actor = useActor()
  const [isReleasing, setReleasing] = useState(false)
  const isDraft = view.state === 'draft'
  const refusal = releaseRefusal(actor, { staffId, minuteTakerId: view.minuteTakerId })
  const reason = refusal
    ? t(`release.refusal.${refusal}`)
    : editing.isUnsaved
      ? t('release.unsaved')
      : null
  return (
    <Panel
      title={t('state.title')}
      badge={<Badge tone={isDraft ? 'warn' : 'ok'}>{t(`state.${view.state}`)}</Badge>}
      aside={
        <span className="secondary soft">{t('state.version', { version: view.version })}</span>
      }
      isPadded
    >
      <div className="stack">
        {isDraft ? (
          <>
            <p className="secondary soft">
              {t('state.composed', { when: format.spoken(view.composedAt) })}
              {view.editedAt && view.editedByName ? (
                <>
                  <br />
                  {t('state.edited', {
                    when: format.spoken(view.editedAt),
                    name: view.editedByName,
                  })}
                </>
              ) : null}
            </p>
            <p>{t(mayEdit ? 'state.mayEdit' : 'state.readOnly')}</p>
            {mayEdit ? <SaveWord editing={editing} /> : null}
          </>
        ) : (
          <>
            {view.releasedAt && view.releasedByName ? (
              <p>
                {t('state.releasedBy', {
                  when: format.spoken(view.releasedAt),
                  name: view.releasedByName,
                })}
              </p>
            ) : null}
            <p className="secondary soft">{t('state.frozen')}</p>
          </>
        )}
        <TakerChoice view={view} staffId={staffId} />
        {isDraft ? (
          <>
            <Findings view={view} staffId={staffId} editing={editing} mayEdit={mayEdit} />
            <Button
              variant="primary"
              isBlock
              disabledReason={reason}
              onClick={() => setReleasing(true)}
            >
              {t('release.open')}
            </Button>
            <p className="secondary soft">
              {t('state.retract')}{' '}
              <ButtonLink
                size="small"
                variant="tertiary"
                to="/meetings/$meetingId"
                params={{ meetingId: view.meetingId }}
              >
                {t('state.toBoard')}
              </ButtonLink>
            </p>
          </>
        ) : null}
      </div>
      <Suspense fallback={null}>
        {isReleasing && isDraft ? (
          <ReleaseDialog view={view} onClose={() => setReleasing(false)} />
        ) : null}
      </Suspense>
    </Panel>
  )
}

function SaveWord({ editing }: { editing: Editing }) {
  const t = useT('minutes')
  const common = useT('common')
  const errorText = useErrorText()
  const { problem, isOffline } = editing
  return (
    <div role="status" aria-live="polite">
      {problem && !isOffline ? (
        <p className="row wrap bad-text">
          {t('save.failed', { why: isTooMuch(problem) ? t('save.tooMuch') : errorText(problem) })}
          <Button size="small" onClick={editing.saveNow}>
            {common('action.retry')}
          </Button>
        </p>
      ) : problem ? (
        <p className="bad-text">{t('save.waits')}</p>
      ) : editing.hasConflict ? (
        <p className="bad-text">{t('save.conflict')}</p>
      ) : (
        <p className={editing.isUnsaved ? 'soft' : 'ok-text'}>
          {t(editing.isSaving ? 'save.saving' : editing.isUnsaved ? 'save.typing' : 'save.saved')}
        </p>
      )}
    </div>
  )
}

/** Whether all texts together are over the limit; then no single field is wrong. */
function isTooMuch(problem: unknown): boolean {
  return problem instanceof ApiError && problem.fields.some(({ field }) => field === 'edits')
}
