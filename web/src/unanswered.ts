export type Sending = { target: string; key: string; body: RequestInit['body'] | undefined }

/**
 * Addresses where a second request makes a second thing. Others say by themselves that something is
 * done already, or set the same value again.
 */
const making =
  /^\/api\/(staffs|staffs\/[^/]+\/(incidents|functions|members|series|import|meetings(\/at|\/now)?)|meetings\/[^/]+\/(decisions|log|faults|orders|visitors|members|following|minutes\/entries)|entries\/[^/]+\/correct)$/

/** Requests whose outcome nobody here knows, by address. */
const unanswered = new Map<string, Sending>()

/** The address of a request that makes something, else null. */
export function makes(input: string | URL, method: string | undefined): string | null {
  const { pathname } = new URL(input, 'http://page')
  return method?.toUpperCase() === 'POST' && making.test(pathname) ? pathname : null
}

export const unansweredAt = (target: string): Sending | undefined => unanswered.get(target)

export function noteUnanswered(sending: Sending): void {
  unanswered.set(sending.target, sending)
}

export function forgetUnanswered({ target, key }: Sending): void {
  if (unanswered.get(target)?.key === key) unanswered.delete(target)
}
