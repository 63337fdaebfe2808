import type { Client } from './client.ts'

/** Changes a meeting, its time, its agenda or the settings of a staff at the newest revision. */
export async function revise<T = unknown>(
  client: Client,
  [method, path, change]: readonly [string, string, object],
): Promise<T> {
  const { revision } = await client.get<{ revision: number }>(
    path.replace(/\/(move(\/at)?|agenda)$/, ''),
  )
  return client.call<T>(method, path, { ...change, revision })
}
