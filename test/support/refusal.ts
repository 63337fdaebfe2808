import { expect } from 'vitest'
import { Problem } from '../../src/lib/http.ts'
import type { TestApp } from './app.ts'
import type { Client } from './client.ts'
import { fingerprintOf } from './fingerprint.ts'

type Expected = { code: Problem['code']; field?: string; value?: string }

/**
 * Asserts everything about a refusal: problem+json in its strict shape with the expected code,
 * field and problem, and no change of any row.
 */
export async function expectRefusal(
  app: TestApp,
  ask: () => Promise<Response>,
  { code, field, value }: Expected,
): Promise<Problem> {
  const before = await fingerprintOf(app)
  const response = await ask()
  const text = await response.text()
  expect(response.headers.get('content-type'), text).toBe('application/problem+json')
  const problem = Problem.parse(JSON.parse(text))
  expect({ code: problem.code, status: problem.status }, text).toEqual({
    code,
    status: response.status,
  })
  expect(problem.requestId).toBe(response.headers.get('x-request-id'))
  if (field !== undefined) {
    const named = problem.errors.find(error => error.field === field)
    expect(named, text).toBeDefined()
    expect(named!.problem).not.toBe('')
    if (value !== undefined) expect(named!.value).toBe(value)
  }
  expect(await fingerprintOf(app), 'the database is as it was').toBe(before)
  return problem
}

/** The same for a signed-in person who sends JSON. */
export function refuserOf(app: TestApp) {
  return (
    client: Client,
    [method, path, body]: readonly [string, string, unknown?],
    expected: Expected,
  ) => expectRefusal(app, () => client.fetch(method, path, body), expected)
}
