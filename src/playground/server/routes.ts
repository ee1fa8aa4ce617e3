import type { IncomingMessage, ServerResponse } from 'node:http'
import { HttpError, refuseStrangers, sendText } from './http.ts'
import type { People } from '../people/people.ts'
import { answerPeople } from './people-routes.ts'
import { sendLibrary, sendPageFile, sendPrivate, sendUploaded } from './static-routes.ts'
import { answerCall, answerResponse, takeUpload } from './web-api-routes.ts'
import type { World } from '../state/world.ts'

/** Answers one HTTP request; never rejects. */
export async function answer(
  world: World,
  people: People,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    refuseStrangers(request)
    await route(world, people, request, response)
  } catch (error) {
    if (!(error instanceof HttpError)) world.log('fault', { url: request.url, error: String(error) })
    if (response.headersSent) response.destroy()
    else if (error instanceof HttpError) sendText(response, error.status, error.message)
    else sendText(response, 500, 'fatal_error')
  }
}

async function route(
  world: World,
  people: People,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const [first = '', second = ''] = url.pathname.slice(1).split('/')
  const rest = decodeURIComponent(url.pathname.slice(first.length + 2))
  const method = request.method ?? 'GET'
  if (first === 'api') return await answerCall(world, rest, request, response)
  if (first === 'people') return await answerPeople(world, people, url, request, response)
  if (method === 'POST' && first === 'response') return await answerResponse(world, second, request, response)
  if (method === 'POST' && first === 'upload') return await takeUpload(world, second, request, response)
  if (method !== 'GET') throw new HttpError(405, 'no such method')
  if (first === '') return await sendPageFile('index.html', response)
  if (first === 'page') return await sendPageFile(rest, response)
  if (first === 'library') return await sendLibrary(rest, response)
  if (first === 'files') return await sendUploaded(world, second, response)
  if (first === 'files-pri') {
    const id = second.split('-').at(-1) ?? ''
    return await sendPrivate(world, id, request.headers.authorization ?? '', response)
  }
  if (first === 'archives') {
    // A permalink: the page keeps the place in its hash.
    response.writeHead(302, { location: `/#in=${encodeURIComponent(second)}` })
    response.end()
    return
  }
  throw new HttpError(404, 'nothing here')
}
