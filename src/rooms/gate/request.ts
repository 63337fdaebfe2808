/** What a client of the media server asks for, as the gate passes it on. */
export type SignalRequest = {
  path: '/rtc' | '/rtc/v1'
  /** asks why a connection was refused, instead of connecting */
  isValidate: boolean
  /** parameters of the media library, written anew; no token */
  query: string
  /** from the query (browsers) or the header (other clients) */
  ticket: string
}

/**
 * The parameters of livekit-client 2.23 and of the Rust clients that only describe the client and
 * its connection. Others are left out: LiveKit appends `publish` to the identity, and reads a
 * repeated or broken `access_token` otherwise than Node does.
 */
const passedOn = [
  'join_request',
  'reconnect',
  'reconnect_reason',
  'sid',
  'auto_subscribe',
  'adaptive_stream',
  'subscriber_allow_pause',
  'disable_ice_lite',
  'sdk',
  'version',
  'protocol',
  'client_protocol',
  'device_model',
  'os',
  'os_version',
  'browser',
  'browser_version',
  'network',
] as const

const paths = new Map([
  ['/rtc', { path: '/rtc', isValidate: false }],
  ['/rtc/v1', { path: '/rtc/v1', isValidate: false }],
  ['/rtc/validate', { path: '/rtc', isValidate: true }],
  ['/rtc/v1/validate', { path: '/rtc/v1', isValidate: true }],
] as const)

/** Null for every other path of the media server, and for a request without exactly one ticket. */
export function signalRequest(
  target: string,
  authorization: string | undefined,
): SignalRequest | null {
  const [pathname = '', search = ''] = target.split('?', 2)
  const known = (
    paths as ReadonlyMap<string, { path: '/rtc' | '/rtc/v1'; isValidate: boolean }>
  ).get(pathname)
  if (!known) return null
  const given = new URLSearchParams(search)
  const tickets = [
    ...given.getAll('access_token'),
    ...(authorization?.startsWith('Bearer ') ? [authorization.slice('Bearer '.length)] : []),
  ]
  const [ticket, another] = tickets
  if (!ticket || (another !== undefined && another !== ticket)) return null
  const query = new URLSearchParams()
  for (const name of passedOn) {
    const value = given.get(name)
    if (value !== null) query.set(name, value)
  }
  return { ...known, query: query.toString(), ticket }
}
