import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { answerThrough } from './breaking.ts'
import { readArguments, readJson, readUpload, sendJson, sendText } from './http.ts'
import { directMessageId } from '../protocol/ids.ts'
import type { JsonRecord } from '../protocol/json.ts'
import { SlackRefusal } from '../protocol/refusal.ts'
import { useResponseUrl } from '../web-api/responses.ts'
import { Arguments, needScope, type WebApiMethod } from '../web-api/method.ts'
import { METHODS } from '../web-api/table.ts'
import type { World } from '../state/world.ts'

/** What came of a call: the JSON, or only a status, or nothing at all (the connection is destroyed). */
type Outcome =
  | { kind: 'json'; body: JsonRecord }
  | { kind: 'limited'; retryAfter: number }
  | { kind: 'status'; status: number }
  | { kind: 'lost' }

/** `POST /api/<method>`. */
export async function answerCall(
  world: World,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const query = new URL(request.url ?? '/', 'http://localhost').searchParams
  const given = await readArguments(request, query)
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  const token = bearer ?? (typeof given['token'] === 'string' ? given['token'] : '')
  const fault = world.faults.breakAt(name)
  const args = new Arguments(fault?.how === 'unshared' ? withoutConversations(given) : given)
  await answerThrough(fault, response, async () => {
    const outcome = await outcomeOf(world, name, token, args)
    world.store.flush()
    world.log('call', { method: name, ...logged(outcome) })
    if (world.faults.current.delayMs > 0) await sleep(world.faults.current.delayMs)
    return () => send(world, name, fault?.how === 'refused' ? withDeadAddress(outcome) : outcome, response)
  })
}

/** Nothing listens on port 1 of the loopback. */
function withDeadAddress(outcome: Outcome): Outcome {
  if (outcome.kind !== 'json' || outcome.body['ok'] !== true) return outcome
  return { kind: 'json', body: { ...outcome.body, url: 'ws://127.0.0.1:1/link' } }
}

function withoutConversations({ channel_id: _one, channels: _several, ...rest }: JsonRecord): JsonRecord {
  return rest
}

async function outcomeOf(world: World, name: string, token: string, args: Arguments): Promise<Outcome> {
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined
  const refusal =
    method === undefined ? new SlackRefusal('unknown_method') : tokenRefusal(world, method, token)
  if (method === undefined || refusal !== null) {
    return { kind: 'json', body: (refusal ?? new SlackRefusal('unknown_method')).answer() }
  }
  const wait = world.faults.current.enforceRates
    ? world.rates.admit(
        { method: name, tier: method.tier, channel: postedIn(args.text('channel')) },
        world.faults.current.rateFactor,
        performance.now(),
      )
    : null
  if (wait !== null) return { kind: 'limited', retryAfter: wait }
  const fate = world.faults.fateOf(name)
  if (fate.kind === 'rateLimited') return { kind: 'limited', retryAfter: fate.retryAfter }
  if (fate.kind === 'http') return { kind: 'status', status: fate.status }
  if (fate.kind === 'refused') return { kind: 'json', body: { ok: false, error: fate.error } }
  const body = await carriedOut(world, method, args)
  return fate.kind === 'unanswered' ? { kind: 'lost' } : { kind: 'json', body }
}

/** A message to a user counts for the direct message with them. */
function postedIn(channel: string): string {
  return /^[UW]/.test(channel) ? directMessageId(channel) : channel
}

function tokenRefusal(world: World, method: WebApiMethod, token: string): SlackRefusal | null {
  if (token === '') return new SlackRefusal('not_authed')
  const { botToken, appToken } = world.identity
  if (token !== botToken && token !== appToken) return new SlackRefusal('invalid_auth')
  const isRight = token === (method.token === 'app' ? appToken : botToken)
  return isRight ? null : new SlackRefusal('not_allowed_token_type')
}

async function carriedOut(world: World, method: WebApiMethod, args: Arguments): Promise<JsonRecord> {
  try {
    if (method.scope !== undefined) needScope(world, method.scope)
    return { ok: true, ...(await method.run(world, args)) }
  } catch (error) {
    if (error instanceof SlackRefusal) return error.answer()
    throw error
  }
}

function send(world: World, name: string, outcome: Outcome, response: ServerResponse): void {
  switch (outcome.kind) {
    case 'json': {
      const needed = METHODS[name]?.scope
      const scopes = { 'x-oauth-scopes': [...world.scopes].join(',') }
      const accepted = needed === undefined ? {} : { 'x-accepted-oauth-scopes': needed }
      return sendJson(response, outcome.body, { headers: { ...scopes, ...accepted } })
    }
    case 'limited':
      return sendJson(
        response,
        { ok: false, error: 'ratelimited' },
        { status: 429, headers: { 'retry-after': String(outcome.retryAfter) } },
      )
    case 'status':
      return sendText(response, outcome.status, 'the server is not well')
    case 'lost':
      response.socket?.destroy()
  }
}

function logged(outcome: Outcome): Record<string, unknown> {
  if (outcome.kind !== 'json') return outcome
  const { ok, error, response_metadata } = outcome.body
  return ok === true ? { ok } : { ok, error, response_metadata }
}

/** `POST /response/<id>`: the answer to an interaction. */
export async function answerResponse(
  world: World,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readJson(request, 5_000_000)
  await answerThrough(world.faults.breakAt('response_url'), response, () => {
    const { status, answer } = responseTo(world, id, body)
    return () => sendJson(response, answer, { status })
  })
}

function responseTo(world: World, id: string, body: JsonRecord): { status: number; answer: JsonRecord } {
  try {
    useResponseUrl(world, id, body)
    world.store.flush()
    return { status: 200, answer: { ok: true } }
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error
    world.log('response refused', { error: error.code, messages: error.messages })
    return { status: error.code.endsWith('_url') ? 404 : 400, answer: error.answer() }
  }
}

/** `POST /upload/<id>`: the bytes of a file, once. */
export async function takeUpload(
  world: World,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const file = world.store.files.get(id)
  if (file === undefined || file.complete) return sendText(response, 404, 'no such upload')
  const bytes = await readUpload(request, 200_000_000)
  await answerThrough(world.faults.breakAt('upload'), response, async () => {
    const fits = bytes.length === file.size
    if (fits) await world.contents.put(id, bytes)
    const said = fits ? `OK - ${bytes.length}` : `expected ${file.size} bytes, got ${bytes.length}`
    return () => sendText(response, fits ? 200 : 400, said)
  })
}
