import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useLang, useT } from '../i18n/i18n.ts'
import { changeMe, useSession } from '../session.tsx'
import { Segments } from '../ui/Field.tsx'
import { Panel } from '../ui/Panel.tsx'
import { showTheme, type Theme } from '../ui/theme.ts'
import { sessionQuery } from '../visitor.ts'

export function LookPanel() {
  const t = useT('accounts')
  const common = useT('common')
  const { me } = useSession()
  const { lang, setLang } = useLang()
  const queries = useQueryClient()
  const theme = useMutation({
    mutationFn: (next: Theme) => changeMe({ theme: next }),
    onMutate: showTheme,
    onError: () => showTheme(me.theme),
    onSettled: () => queries.invalidateQueries(sessionQuery),
  })
  const letterKeys = useMutation({
    mutationFn: (next: boolean) => changeMe({ letterKeys: next }),
    onSettled: () => queries.invalidateQueries(sessionQuery),
  })
  const hasKeys = letterKeys.isPending ? letterKeys.variables : me.letterKeys
  return (
    <Panel title={t('account.look')} isPadded>
      <div className="stack">
        <Segments
          label={common('nav.language')}
          value={lang}
          onChange={setLang}
          options={[
            { value: 'de', label: common('lang.de') },
            { value: 'en', label: common('lang.en') },
          ]}
        />
        <Segments
          label={common('nav.theme')}
          value={theme.isPending ? theme.variables : me.theme}
          onChange={theme.mutate}
          options={(['system', 'light', 'dark'] as const).map(value => ({
            value,
            label: common(`theme.${value}`),
          }))}
        />
        <Segments
          label={t('account.letterKeys')}
          value={hasKeys ? 'on' : 'off'}
          onChange={value => letterKeys.mutate(value === 'on')}
          options={(['on', 'off'] as const).map(value => ({
            value,
            label: t(`account.letterKeysAre.${value}`),
          }))}
        />
      </div>
    </Panel>
  )
}
