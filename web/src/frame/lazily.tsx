import { use, type ComponentType } from 'react'

/**
 * A component in a file of its own. The file is loaded when the component is first shown, or by
 * `preload`, which never fails: showing the component tries a failed file again. While it loads,
 * the nearest `Suspense` shows its fallback.
 */
export function lazily<M, P extends object>(
  load: () => Promise<M>,
  pick: (file: M) => ComponentType<P>,
) {
  let loaded: ComponentType<P> | undefined
  let loading: Promise<void> | undefined
  let shown: Promise<void> | undefined
  const start = () => {
    loading ??= load().then(
      file => {
        loaded = pick(file)
      },
      (error: unknown) => {
        loading = undefined
        throw error
      },
    )
    return loading
  }
  function Lazily(props: P) {
    if (loaded) {
      const Loaded = loaded
      return <Loaded {...props} />
    }
    // a failed promise is kept, so that React shows the error instead of loading without end
    shown ??= start()
    use(shown)
    return null
  }
  return Object.assign(Lazily, {
    preload: async () => {
      await start().catch(() => {})
      if (loaded) shown = undefined
    },
  })
}
