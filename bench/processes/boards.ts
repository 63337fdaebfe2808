import { request } from 'node:http'
import { Socket } from 'node:net'
import { serveQuestions } from './answer.ts'

export type BoardJob = { meetingId: string; cookie: string }
/**
 * milliseconds from sending the change until each board heard of it, and until each had loaded its
 * new content
 */
export type ChangeReading = { topicMs: number[]; contentMs: number[] }
type Change = {
  path: string
  body: string
  cookie: string
  key: string
  meetingId: string
  andLoad: boolean
}
type Board = BoardJob & { onTopic: () => void }

// This reader runs on the machine it measures, so it does as little as possible: one socket per
// stream, and a search for the topic's name.

const parts = ['', 'attendance', 'journal', 'agenda', 'room']
const mostMs = 30_000
let port = 0
let boards: Board[] = []

serveQuestions('', {
  async open(asked) {
    port = asked.port as number
    boards = (asked.boards as BoardJob[]).map(job => ({ ...job, onTopic() {} }))
    await inTurns(boards, 20, follow)
  },
  async loadAll() {
    const milliseconds: number[] = []
    await inTurns(boards, 8, async board => void milliseconds.push(await load(board)))
    return { milliseconds }
  },
  change: asked => change(asked as unknown as Change),
})

async function change({ meetingId, andLoad, ...sent }: Change): Promise<ChangeReading> {
  const reading: ChangeReading = { topicMs: [], contentMs: [] }
  const startedMs = performance.now()
  const all = boards
    .filter(board => board.meetingId === meetingId)
    .map(async board => {
      await new Promise<void>((resolve, reject) => {
        const tooLong = setTimeout(
          () => reject(new Error('a board never heard of the change')),
          mostMs,
        )
        board.onTopic = () => {
          clearTimeout(tooLong)
          board.onTopic = () => {}
          resolve()
        }
      })
      reading.topicMs.push(performance.now() - startedMs)
      if (andLoad) {
        await load(board)
        reading.contentMs.push(performance.now() - startedMs)
      }
    })
  const status = await ask('POST', sent.path, {
    cookie: sent.cookie,
    body: sent.body,
    key: sent.key,
  })
  if (status >= 300) throw new Error(`The change was answered with ${status}`)
  await Promise.all(all)
  return reading
}

/** Opens a stream; resolves with its first event. */
function follow(board: Board): Promise<void> {
  const wanted = `"topic":"meeting:${board.meetingId}:attendance"`
  const topics = parts.map(part => `meeting:${board.meetingId}${part && ':'}${part}`).join()
  return new Promise((resolve, reject) => {
    let heard = ''
    const socket = new Socket().setNoDelay(true).setEncoding('latin1')
    socket.on('data', chunk => {
      heard += String(chunk)
      if (heard.includes('event: hello')) resolve()
      if (heard.includes(wanted)) board.onTopic()
      const lastLine = heard.lastIndexOf('\n\n')
      if (lastLine >= 0) heard = heard.slice(lastLine)
    })
    socket
      .once('close', () => reject(new Error(`A stream was closed: ${heard}`)))
      .once('error', reject)
    socket.connect(port, '127.0.0.1', () =>
      socket.write(
        `GET /api/live?topics=${topics} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncookie: ${board.cookie}\r\n\r\n`,
      ),
    )
  })
}

async function load(board: Board): Promise<number> {
  const startedMs = performance.now()
  const status = await ask('GET', `/api/meetings/${board.meetingId}/board`, {
    cookie: board.cookie,
  })
  if (status !== 200) throw new Error(`A board was answered with ${status}`)
  return performance.now() - startedMs
}

function ask(
  method: string,
  path: string,
  { cookie, body, key }: { cookie: string; body?: string; key?: string },
): Promise<number> {
  const headers = {
    cookie,
    ...(body && { 'content-type': 'application/json' }),
    ...(key && { 'idempotency-key': key }),
  }
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', method, path, headers }, answer =>
      answer.resume().once('end', () => resolve(answer.statusCode ?? 0)),
    )
    sent.once('error', reject).end(body)
  })
}

async function inTurns<T>(
  all: readonly T[],
  at: number,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const queue = all.values()
  await Promise.all(
    Array.from({ length: at }, async () => {
      for (const one of queue) await work(one)
    }),
  )
}
