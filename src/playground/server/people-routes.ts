import type { IncomingMessage, ServerResponse } from 'node:http'
import { HttpError, readJson, sendJson } from './http.ts'
import type { JsonRecord } from '../protocol/json.ts'
import type { People } from '../people/people.ts'
import type * as said from '../protocol/protocol.ts'
import { SlackRefusal } from '../protocol/refusal.ts'
import type { World } from '../state/world.ts'

/** A file of 100 MB in base64, and a little more. */
const MOST_BYTES = 140_000_000
/** Comments keep connections through proxies and tell a dead one, milliseconds. */
const HEARTBEAT = 15_000

type Act = (people: People, body: JsonRecord) => Promise<said.Done>

/** What must be in the body as text; the rest is looked at by the act itself. */
function act<Request>(
  needed: readonly (keyof Request & string)[],
  run: (people: People, request: Request) => Promise<said.Done>,
): Act {
  return async (people, body) => {
    for (const key of needed) {
      if (typeof body[key] !== 'string')
        return { ok: false, error: 'invalid_arguments', detail: `${key} is missing` }
    }
    return await run(people, body as Request)
  }
}

const ACTS: Record<string, Act> = {
  command: act<said.CommandRequest>(
    ['as', 'channel', 'text'],
    async (people, body) => await people.command(body),
  ),
  click: act<said.ClickRequest>(['as', 'action_id'], async (people, body) => await people.click(body)),
  options: act<said.OptionsRequest>(
    ['as', 'action_id', 'value'],
    async (people, body) => await people.options(body),
  ),
  submit: act<said.SubmitRequest>(['as', 'view_id'], async (people, body) => await people.submit(body)),
  close: act<said.CloseRequest>(['as', 'view_id'], async (people, body) => await people.close(body)),
  shortcut: act<said.ShortcutRequest>(
    ['as', 'callback_id'],
    async (people, body) => await people.shortcut(body),
  ),
  home: act<said.HomeRequest>(['as'], async (people, body) => await people.home(body)),
  upload: act<said.UploadRequest>(
    ['as', 'name', 'content'],
    async (people, body) => await people.upload(body),
  ),
  clock: act<said.ClockRequest>(['at'], async (people, body) => await people.clock(body)),
  profile: act<said.ProfileRequest>(['user'], async (people, body) => await people.profile(body)),
  join: act<said.MembershipRequest>(
    ['as', 'channel', 'user'],
    async (people, body) => await people.join(body),
  ),
  leave: act<said.MembershipRequest>(
    ['as', 'channel', 'user'],
    async (people, body) => await people.leave(body),
  ),
  faults: act<said.FaultsRequest>([], async (people, body) => await people.faults(body)),
}

/** `/people/…`: what a person sees and does. */
export async function answerPeople(
  world: World,
  people: People,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const what = url.pathname.slice('/people/'.length)
  if (request.method === 'GET') return await answerLooking(world, people, what, url, response)
  const act = Object.hasOwn(ACTS, what) ? ACTS[what] : undefined
  if (act === undefined || request.method !== 'POST') throw new HttpError(404, 'no such act')
  const body = await readJson(request, MOST_BYTES)
  if (['click', 'options'].includes(what) && typeof body['container'] !== 'object') {
    return sendJson(response, { ok: false, error: 'invalid_arguments', detail: 'container is missing' })
  }
  const answer = await act(people, body)
  world.store.flush()
  world.log('act', { what, ...answer })
  sendJson(response, answer)
}

async function answerLooking(
  world: World,
  people: People,
  what: string,
  url: URL,
  response: ServerResponse,
): Promise<void> {
  switch (what) {
    case 'state':
      return sendJson(response, stateFor(people, url.searchParams))
    case 'clock':
      return sendJson(response, await people.clock())
    case 'events':
      return sendEvents(world, people, url.searchParams.get('as') ?? '', response)
    default:
      throw new HttpError(404, 'nothing to see')
  }
}

function stateFor(people: People, query: URLSearchParams): said.PersonState | said.Done {
  const conversation = query.get('conversation')
  const limit = Number(query.get('limit') ?? '')
  try {
    return people.state({
      as: query.get('as') ?? '',
      ...(conversation !== null && { conversation }),
      ...(Number.isInteger(limit) && limit > 0 && { limit }),
    })
  } catch (error) {
    if (error instanceof SlackRefusal) return { ok: false, error: error.code }
    throw error
  }
}

function sendEvents(world: World, people: People, as: string, response: ServerResponse): void {
  if (!world.store.users.has(as)) throw new HttpError(404, 'user_not_found')
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  const stop = people.watch(as, (change) => {
    response.write(`event: change\ndata: ${JSON.stringify(change)}\n\n`)
  })
  const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT)
  heartbeat.unref()
  response.on('close', () => {
    clearInterval(heartbeat)
    stop()
  })
}
