import type { IncomingMessage, ServerResponse } from 'node:http'
import { isRecord, parseJson, type JsonRecord } from '../protocol/json.ts'

/** A request that is not even understood; answered with this status and plain text. */
export class HttpError extends Error {
  override readonly name = 'HttpFault'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Refuses requests under another name than the loopback's (a site whose name was pointed here), and those that a page
 * of another origin sends.
 */
export function refuseStrangers(request: IncomingMessage): void {
  const host = request.headers.host ?? ''
  if (!LOOPBACK.has(host.replace(/:\d+$/, '').toLowerCase())) throw new HttpError(403, 'loopback only')
  const { origin } = request.headers
  if (origin !== undefined && origin !== `http://${host}`) throw new HttpError(403, 'cross-origin request')
  const site = request.headers['sec-fetch-site']
  const isOwn = site === undefined || site === 'same-origin' || site === 'none'
  if (!isOwn && request.method !== 'GET') throw new HttpError(403, 'cross-site request')
}

/** The whole body; more than `most` bytes are refused with 413. */
async function readBody(request: IncomingMessage, most: number): Promise<Buffer> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length
    if (length > most) throw new HttpError(413, `more than ${most} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** A body of JSON, as an object; anything else is refused with 400. */
export async function readJson(request: IncomingMessage, most: number): Promise<JsonRecord> {
  const body = parseJson((await readBody(request, most)).toString('utf8'))
  if (!isRecord(body)) throw new HttpError(400, 'the body must be a JSON object')
  return body
}

/** Arguments of a Web API call: a form, JSON, or the query of a GET. */
export async function readArguments(request: IncomingMessage, query: URLSearchParams): Promise<JsonRecord> {
  const type = request.headers['content-type'] ?? ''
  if (type.startsWith('application/json')) return await readJson(request, 5_000_000)
  const body = (await readBody(request, 5_000_000)).toString('utf8')
  return Object.fromEntries([...query, ...new URLSearchParams(body)])
}

/** The bytes of an upload: the first part of a multipart form, or the body itself. */
export async function readUpload(request: IncomingMessage, most: number): Promise<Buffer> {
  const body = await readBody(request, most)
  const type = request.headers['content-type'] ?? ''
  if (!type.startsWith('multipart/form-data')) return body
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
  for (const part of form.values()) {
    if (typeof part !== 'string') return Buffer.from(await part.arrayBuffer())
  }
  throw new HttpError(400, 'no file in the form')
}

export function sendJson(
  response: ServerResponse,
  body: unknown,
  how: { status?: number; headers?: Record<string, string> } = {},
): void {
  const text = JSON.stringify(body)
  response.writeHead(how.status ?? 200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    ...how.headers,
  })
  response.end(text)
}

export function sendHtml(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
  response.end(html)
}

export function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  response.end(`${text}\n`)
}
