import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, send } from '../api.ts'
import { FormProblem } from '../frame/FormProblem.tsx'
import { useHotline } from '../hotline.tsx'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'

/**
 * "Diese Einladung gehört mir nicht". It asks first and says what will happen, because the owner of
 * the link cannot undo it.
 */
export function NotMine({
  token,
  name,
  onDisowned,
}: {
  token: string
  name: string
  onDisowned: () => void
}) {
  const t = useT('replies')
  const common = useT('common')
  const hotline = useHotline()
  const [isAsking, setAsking] = useState(false)
  const disown = useMutation({
    mutationFn: () => send(api.api.answer['not-mine'].$post({ json: { token } })),
    onSuccess: onDisowned,
  })
  return (
    <div className="secondary">
      <p className="not-mine">
        {t('notMine.are', { name })}
        <Button size="small" variant="tertiary" onClick={() => setAsking(true)}>
          {t('notMine.title')}
        </Button>
      </p>
      {hotline ? <p>{common('problem.call', { number: hotline })}</p> : null}
      {isAsking ? (
        <Dialog
          title={t('notMine.title')}
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button onClick={() => setAsking(false)}>{common('action.cancel')}</Button>
              <Button
                variant="danger"
                busy={disown.isPending && common('ui.sending')}
                onClick={() => disown.mutate()}
              >
                {t('notMine.do')}
              </Button>
            </>
          }
        >
          <p>{t('notMine.text', { name })}</p>
          <FormProblem error={disown.error} />
        </Dialog>
      ) : null}
    </div>
  )
}
