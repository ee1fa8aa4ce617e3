import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { parse } from 'node:querystring'

/** As much as Bolt's receiver takes. */
const LARGEST = 4 * 1024 * 1024

/**
 * Lets only those requests through to Bolt's receiver at `endpoint` whose body, when it can be read at all, is an object:
 * Bolt looks into the parsed body outside of any `try`, so that a signed `null` would end the process. What Bolt refuses
 * by itself, a signature or what cannot be parsed, it still refuses.
 */
export function onlyObjects(receive: RequestListener, endpoint: string): RequestListener {
  return (request, response) => {
    if (request.method === 'POST' && request.url?.split('?')[0] === endpoint)
      void passOn(receive, request, response)
    else receive(request, response)
  }
}

async function passOn(
  receive: RequestListener,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const rawBody = await bodyOf(request)
    if (rawBody === null) refuse(response, 413)
    else if (!holdsObject(rawBody.toString('utf8'), request.headers['content-type'])) refuse(response, 400)
    // Bolt reads no body where it finds this one.
    else receive(Object.assign(request, { rawBody }), response)
  } catch {
    response.destroy()
  }
}

/** null: larger than is taken. The rest is still read, so that the answer reaches who sends it. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size <= LARGEST) parts.push(part)
  }
  return size > LARGEST ? null : Buffer.concat(parts)
}

function holdsObject(text: string, contentType: string | undefined): boolean {
  const payload = contentType === 'application/x-www-form-urlencoded' ? parse(text)['payload'] : text
  // A form without a payload is an object by itself: a slash command.
  if (typeof payload !== 'string') return true
  try {
    const body: unknown = JSON.parse(payload)
    return typeof body === 'object' && body !== null && !Array.isArray(body)
  } catch {
    return true
  }
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status).end()
}
