import { once } from 'node:events'
import { createServer } from 'node:http'
import { createLog } from '../../src/log.ts'
import { createClients, type SlackClients } from '../../src/slack/connection/clients.ts'

type Posted = {
  readonly channel: string
  readonly ts: string
  readonly thread: string | null
  text: string
  blocks: unknown
}

export type SmallSlack = AsyncDisposable & {
  readonly clients: SlackClients
  readonly messages: Posted[]
  /** Method names in the order of the calls. */
  readonly calls: string[]
  /** Method → the error it answers with, or 429 with a Retry-After of one second. */
  readonly refusals: Map<string, string>
}

/** The few Web API methods that drafts are written with, over real HTTP. */
export async function startSmallSlack(): Promise<SmallSlack> {
  const messages: Posted[] = []
  const calls: string[] = []
  const refusals = new Map<string, string>()
  const perform = (method: string, form: URLSearchParams): object => {
    const [channel, ts] = [form.get('channel') ?? '', form.get('ts') ?? '']
    const text = form.get('markdown_text') ?? form.get('text') ?? ''
    const found = messages.find((message) => message.channel === channel && message.ts === ts)
    if (method === 'conversations.open') return { ok: true, channel: { id: `D${form.get('users')}` } }
    if (method === 'conversations.history') return { ok: true, messages: [] }
    if (method === 'chat.postMessage' || method === 'chat.startStream') {
      const fresh = `1669000000.${String(messages.length + 1).padStart(6, '0')}`
      const blocks: unknown = JSON.parse(form.get('blocks') ?? 'null')
      messages.push({ channel, ts: fresh, thread: form.get('thread_ts'), text, blocks })
      return { ok: true, channel, ts: fresh }
    }
    if (found === undefined) return { ok: false, error: 'message_not_found' }
    if (method === 'chat.update') {
      found.text = text
      found.blocks = JSON.parse(form.get('blocks') ?? 'null')
    } else found.text += text
    return { ok: true, channel, ts }
  }
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (piece: Buffer) => (body += piece.toString()))
    request.on('end', () => {
      const method = (request.url ?? '').split('/').at(-1) ?? ''
      calls.push(method)
      const form = new URLSearchParams(body)
      const error = refusals.get(method) ?? refusals.get(`${method}:${form.get('channel')}`)
      if (error === '429') response.writeHead(429, { 'retry-after': '1' }).end()
      else {
        const answer = error === undefined ? perform(method, form) : { ok: false, error }
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    clients: createClients('xoxb-test', `http://127.0.0.1:${port}/api/`, createLog('silent')),
    messages,
    calls,
    refusals,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
