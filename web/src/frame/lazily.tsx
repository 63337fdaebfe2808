import { use, type ComponentType } from 'react'

/**
 * A component in a file of its own, loaded when it is first shown or with `preload`, which never fails: a file that did not come is
 * asked for again when it is shown. While it loads, the nearest `Suspense` stands in its place.
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
    // kept when it fails, so that React shows the error instead of asking without end
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
