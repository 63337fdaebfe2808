import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export type Participant = {
  identity: string
  /** milliseconds from asking to connect until connected, as the client saw it */
  joinedInMs: number
  joinedAtMs: number
  /** leaves, waits until that is done, and returns when it left */
  leave: () => Promise<number>
  /** cuts the connection without leaving; returns when */
  cut: () => Promise<number>
  /** resolves with the reason when the server ended the connection */
  ended: Promise<string>
}

const program = fileURLToPath(new URL('participant-process.ts', import.meta.url))

const start = () => spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'pipe'] })

/** Loads participants in advance, so that a join takes only as long as in a browser. */
export function waitingParticipants(joins: number) {
  const mostWaiting = 16
  const waiting = Array.from({ length: Math.min(joins, mostWaiting) }, start)
  let unborn = joins - waiting.length
  return {
    async join(ticket: { url: string; token: string }): Promise<Participant> {
      const participant = await joinRoom(ticket, { child: waiting.shift() ?? start() })
      if (unborn-- > 0) waiting.push(start())
      return participant
    },
    dismiss: () => waiting.forEach(child => child.kill('SIGKILL')),
  }
}

/**
 * Starts a real WebRTC participant that sends audio, in a process of its own, so that it can be cut
 * off.
 */
export async function joinRoom(
  { url, token }: { url: string; token: string },
  {
    withinMs = 15_000,
    child = start(),
  }: { withinMs?: number; child?: ChildProcessWithoutNullStreams } = {},
): Promise<Participant> {
  child.stdin.write(`${JSON.stringify({ url, token })}\n`)
  const exited = new Promise<void>(resolve => child.once('exit', () => resolve()))
  let complaints = ''
  child.stderr.on('data', chunk => (complaints += chunk))
  const told = new Map<string, PromiseWithResolvers<Record<string, unknown>>>()
  const hear = (what: string) => {
    const known = told.get(what) ?? Promise.withResolvers<Record<string, unknown>>()
    told.set(what, known)
    return known
  }
  createInterface({ input: child.stdout }).on('line', line => {
    if (!line.startsWith('{"told":')) return
    const message = JSON.parse(line) as Record<string, unknown>
    hear(String(message['told'])).resolve(message)
  })
  const timer = setTimeout(() => child.kill('SIGKILL'), withinMs)
  const first = await Promise.race([hear('joined').promise, hear('refused').promise, exited])
  clearTimeout(timer)
  if (!first || first['told'] === 'refused') {
    child.kill('SIGKILL')
    throw new Error(
      `Joining failed: ${first ? String(first['reason']) : complaints.trim().slice(-400) || 'no answer'}`,
    )
  }
  return {
    identity: String(first['identity']),
    joinedInMs: Number(first['joinedInMs']),
    joinedAtMs: Number(first['atMs']),
    ended: hear('ended').promise.then(message => String(message['reason'])),
    async leave() {
      child.stdin.write('leave\n')
      const said = await Promise.race([hear('left').promise, exited])
      child.kill('SIGKILL')
      await exited
      return Number(said?.['atMs'] ?? Date.now())
    },
    async cut() {
      child.kill('SIGKILL')
      const atMs = Date.now()
      await exited
      return atMs
    },
  }
}
