import { Socket } from 'node:net'
import { serveQuestions } from './answer.ts'

export type LoadJob = { port: number; requests: string[]; connections: number; mostMs: number }
export type LoadReading = {
  done: number
  seconds: number
  statuses: Record<number, number>
  latenciesMs: number[]
}

// Sends prepared requests and reads only as much of an answer as is needed to find its end, because
// time of the client would count as time of both servers and hide their difference.

serveQuestions('', { fire: asked => fire(asked as unknown as LoadJob) })

async function fire({ port, requests, connections, mostMs }: LoadJob): Promise<LoadReading> {
  const statuses: Record<number, number> = {}
  const latenciesMs: number[] = []
  let next = 0
  const startedMs = performance.now()
  await Promise.all(
    Array.from({ length: connections }, () =>
      workAlong(port, {
        take: () => (performance.now() - startedMs < mostMs ? requests[next++] : undefined),
        done(status, ms) {
          statuses[status] = (statuses[status] ?? 0) + 1
          latenciesMs.push(ms)
        },
      }),
    ),
  )
  return {
    done: latenciesMs.length,
    seconds: (performance.now() - startedMs) / 1000,
    statuses,
    latenciesMs,
  }
}

function workAlong(
  port: number,
  { take, done }: { take: () => string | undefined; done: (status: number, ms: number) => void },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new Socket().setNoDelay(true)
    let heard = ''
    let sentMs = 0
    const send = () => {
      const request = take()
      if (request === undefined) return void socket.end(resolve)
      sentMs = performance.now()
      socket.write(request)
    }
    socket.setEncoding('latin1')
    socket.on('data', chunk => {
      heard += String(chunk)
      if (!isWhole(heard)) return
      done(Number(heard.slice(9, 12)), performance.now() - sentMs)
      heard = ''
      send()
    })
    socket.once('error', reject).connect(port, '127.0.0.1', send)
  })
}

/**
 * A connection has one request at a time, so the end of the answer is the end of the received
 * bytes.
 */
function isWhole(heard: string): boolean {
  const head = heard.indexOf('\r\n\r\n')
  if (head < 0) return false
  const length = /\r\ncontent-length: *(\d+)/i.exec(heard.slice(0, head))?.[1]
  return length === undefined
    ? heard.endsWith('0\r\n\r\n')
    : heard.length >= head + 4 + Number(length)
}
