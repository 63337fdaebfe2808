import type { TestProject } from 'vitest/node'
import { buildWeb, isWebStale } from '../../scripts/build-web.ts'
import { migrate } from '../../src/lib/db.ts'
import type { DatabaseAddress } from '../../src/postgres/embedded.ts'
import { startTestLiveKit, type TestLiveKit } from './livekit.ts'
import { startTestServer } from './postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: DatabaseAddress
    liveKit: TestLiveKit
  }
}

/**
 * Starts one PostgreSQL and one LiveKit and builds the web app once for the whole run; test files
 * reach them through `support/context.ts`.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (isWebStale()) await buildWeb()
  const [postgres, liveKit] = await Promise.allSettled([
    startTestServer(migrate),
    startTestLiveKit(),
  ])
  const stop = async () => {
    if (liveKit.status === 'fulfilled') await liveKit.value.stop()
    if (postgres.status === 'fulfilled') await postgres.value.stop()
  }
  if (postgres.status === 'rejected' || liveKit.status === 'rejected') {
    await stop()
    throw postgres.status === 'rejected'
      ? postgres.reason
      : (liveKit as PromiseRejectedResult).reason
  }
  project.provide('postgres', postgres.value.address)
  project.provide('liveKit', liveKit.value.given)
  return stop
}
