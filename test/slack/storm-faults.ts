import { setTimeout as wait } from 'node:timers/promises'
import type { FaultsRequest } from '../../src/playground/protocol/protocol.ts'
import type { CuttingProxy } from '../helpers/cutting-proxy.ts'

export type Random = () => number
type Breakable = { readonly proxy: CuttingProxy }
/** What breaks while people type: on Slack's side at once, and on the database's in the middle of it. */
export type Fault = {
  readonly name: string
  readonly slack?: FaultsRequest
  readonly during?: (storm: Breakable, random: Random) => Promise<void>
}

const cutSome = async ({ proxy }: Breakable, random: Random): Promise<void> => {
  for (let cuts = 0; cuts < 6; cuts += 1) {
    await wait(random() * 60)
    proxy.cut(random())
  }
}
const swallowOnce = async ({ proxy }: Breakable, random: Random): Promise<void> => {
  await wait(random() * 120)
  proxy.swallow()
}

export const FAULTS: readonly Fault[] = [
  { name: 'nothing' },
  {
    name: 'an answer refused once',
    slack: { breaks: [{ at: 'response_url', how: 'status', status: 500, times: 2 }] },
  },
  { name: 'answers refused', slack: { breaks: [{ at: 'response_url', how: 'status', status: 500 }] } },
  {
    name: 'answers taken in silence',
    slack: { breaks: [{ at: 'response_url', how: 'reset', carriedOut: true, times: 4 }] },
  },
  { name: 'answers that hang', slack: { breaks: [{ at: 'response_url', how: 'hang', times: 3 }] } },
  { name: 'connections cut', during: cutSome },
  { name: 'connections cut', during: cutSome },
  {
    name: 'connections cut and answers refused',
    slack: { breaks: [{ at: 'response_url', how: 'status', status: 500, times: 3 }] },
    during: cutSome,
  },
  { name: 'connections gone silent', during: swallowOnce },
  { name: 'envelopes sent twice', slack: { redeliver: 1 }, during: cutSome },
  { name: 'a reconnect', slack: { disconnect: 'refresh_requested' } },
  {
    name: 'a reconnect that fails',
    slack: {
      disconnect: 'cut',
      breaks: [{ at: 'apps.connections.open', how: 'status', status: 503, times: 2 }],
    },
  },
]
