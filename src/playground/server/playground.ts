import { createServer, type RequestListener } from 'node:http'
import { PlaygroundClock } from '../behaviour/clock.ts'
import { FailureInjector } from '../behaviour/faults.ts'
import { FileContents } from '../state/file-contents.ts'
import { seed } from './furnish.ts'
import { HttpDelivery } from '../delivery/http.ts'
import { refuseStrangers } from './http.ts'
import { lineOf, listen, type Line } from './line.ts'
import { directMessageId, newSecret } from '../protocol/ids.ts'
import { MANIFEST_COMMANDS, MANIFEST_EVENTS, MANIFEST_SCOPES, MANIFEST_SHORTCUTS } from './manifest.ts'
import type { PlaygroundOptions } from './options.ts'
import { People } from '../people/people.ts'
import type { StoredMessage } from '../protocol/protocol.ts'
import { RateLimits } from '../behaviour/rate-limits.ts'
import { answer } from './routes.ts'
import { SocketDelivery, type DisconnectReason } from '../delivery/socket.ts'
import type { Touched } from '../state/state.ts'
import { Store } from '../state/store.ts'
import { Timestamps } from '../behaviour/timestamps.ts'
import { Triggers } from '../behaviour/triggers.ts'
import type { Identity, World } from '../state/world.ts'

export type { PlaygroundOptions } from './options.ts'

/** A running Slack-shaped server on the loopback. */
export type Playground = {
  /** `http://127.0.0.1:3900`: the page, and the root of everything else. */
  readonly url: string
  /** What a WebClient takes as `slackApiUrl`. */
  readonly apiUrl: string
  readonly botToken: string
  readonly appToken: string
  readonly signingSecret: string
  readonly clock: PlaygroundClock
  readonly people: People
  readonly faults: FailureInjector
  /** With HTTP delivery: where to send from now on. */
  setRequestUrl(url: string): void
  /** With Socket Mode: asks the bot's connections to go, or drops them without a word. */
  disconnectSockets(reason: DisconnectReason | 'cut'): void
  /** With Socket Mode: resolves as soon as the bot is there. */
  untilConnected(): Promise<void>
  /** Hears of every change at the moment it is made, for measuring. Returns how to stop listening. */
  onTouched(listener: (touched: Touched) => void): () => void
  /** Every message, also ephemeral ones, oldest first. */
  allMessages(): StoredMessage[]
  /** Messages between this user and the bot, oldest first. */
  dmsWith(user: string): StoredMessage[]
  messagesIn(channel: string): StoredMessage[]
} & AsyncDisposable

/**
 * Starts the server. Rejects when the port is taken or the kept state is damaged. Disposing stops it and drops all
 * connections; everything answered for is in the journal.
 */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  const parts = createParts(options)
  // Requests can only come after listening, and the world is there in the same turn.
  let serve: Serve | null = null
  const server = createServer((request, response) => void serve?.http(request, response))
  server.on('upgrade', (request, stream, head) => serve?.upgrade(request, stream, head))
  server.keepAliveTimeout = 65_000
  const url = await listen(server, options.port ?? 0)
  const line = lineOf(server, url, parts.delivery)
  const world: World = { ...parts, url, goOffline: (ms) => line.goOffline(ms) }
  seed(world, options)
  const people = new People(world)
  serve = serving(world, people)
  return playgroundOf(world, people, line)
}

type Serve = {
  http: (...call: Parameters<RequestListener>) => Promise<void>
  upgrade: (...call: Parameters<SocketDelivery['upgrade']>) => void
}

function serving(world: World, people: People): Serve {
  return {
    http: async (request, response) => await answer(world, people, request, response),
    upgrade: (request, stream, head) => {
      stream.on('error', () => stream.destroy())
      try {
        refuseStrangers(request)
      } catch {
        stream.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n')
        return
      }
      if (world.delivery instanceof SocketDelivery) world.delivery.upgrade(request, stream, head)
      else stream.destroy()
    },
  }
}

function createParts(options: PlaygroundOptions): Omit<World, 'url' | 'goOffline'> {
  const store = new Store(options.dataDir)
  const clock = new PlaygroundClock(options.zone, (setting) => store.apply({ kind: 'clock', setting }))
  clock.restore(store.clock)
  const faults = new FailureInjector()
  const identity = identityOf(options)
  const { delivery } = options
  return {
    identity,
    store,
    clock,
    timestamps: new Timestamps(store.latestTs()),
    contents: new FileContents(options.dataDir),
    triggers: new Triggers(),
    faults,
    rates: new RateLimits(),
    delivery:
      delivery.kind === 'socket'
        ? new SocketDelivery(identity.bot.appId, faults)
        : new HttpDelivery(delivery.url ?? null, identity.signingSecret, faults),
    scopes: new Set(options.scopes ?? MANIFEST_SCOPES),
    commands: options.commands ?? MANIFEST_COMMANDS,
    subscriptions: new Set(options.events ?? MANIFEST_EVENTS),
    shortcuts: options.shortcuts ?? MANIFEST_SHORTCUTS,
    log: options.log ?? (() => {}),
  }
}

function identityOf({ team, botUser, delivery }: PlaygroundOptions): Identity {
  const given = delivery.kind === 'http' ? delivery.signingSecret : undefined
  return {
    team,
    bot: {
      userId: botUser.userId,
      name: botUser.name,
      botId: botUser.botId ?? 'B0PLAYBOT1',
      appId: botUser.appId ?? 'A0PLAYAPP1',
    },
    botToken: `xoxb-playground-${newSecret()}`,
    appToken: `xapp-1-playground-${newSecret()}`,
    signingSecret: given ?? newSecret(),
  }
}

function playgroundOf(world: World, people: People, line: Line): Playground {
  const { identity, delivery, store, url } = world
  const messagesIn = (channel: string): StoredMessage[] => store.log(channel).all()
  const allMessages = (): StoredMessage[] =>
    [...store.conversations.keys()].flatMap(messagesIn).toSorted((a, b) => (a.ts < b.ts ? -1 : 1))
  return {
    url,
    apiUrl: `${url}/api/`,
    botToken: identity.botToken,
    appToken: identity.appToken,
    signingSecret: identity.signingSecret,
    clock: world.clock,
    people,
    faults: world.faults,
    setRequestUrl: (to) => {
      if (!(delivery instanceof HttpDelivery)) throw new Error('the delivery is not HTTP')
      delivery.setUrl(to)
    },
    disconnectSockets: (reason) => {
      if (!(delivery instanceof SocketDelivery)) throw new Error('the delivery is not Socket Mode')
      if (reason === 'cut') delivery.cut()
      else delivery.disconnect(reason)
    },
    untilConnected: async () => {
      if (delivery instanceof SocketDelivery) await delivery.untilConnected()
    },
    onTouched: (listener) => world.store.onTouched(listener),
    allMessages,
    dmsWith: (user) => messagesIn(directMessageId(user)),
    messagesIn,
    [Symbol.asyncDispose]: async () => {
      await delivery.close()
      await line.close()
      store.close()
    },
  }
}
