import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** Stands before a server and cuts connections when told: what was under way either way is lost. */
export type CuttingProxy = {
  readonly port: number
  /** Cuts one of the connections; which, is decided by a number in [0, 1). */
  cut(which: number): void
  /** From now on nothing passes on the connections that stand, and neither side is told; new ones are not touched. */
  swallow(): void
  /** How many were cut so far. */
  readonly cuts: () => number
} & AsyncDisposable

/** `watch`: is asked at each connection, and is given what its client sends. */
export async function startCuttingProxy(
  port: number,
  watch?: () => (part: Buffer) => void,
): Promise<CuttingProxy> {
  const pairs = new Set<readonly [Socket, Socket]>()
  let cuts = 0
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    if (watch !== undefined) near.on('data', watch())
    const pair = [near, far] as const
    pairs.add(pair)
    const drop = () => {
      pairs.delete(pair)
      near.destroy()
      far.destroy()
    }
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on('error', drop).on('close', drop)
      from.pipe(to)
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    cut: (which) => {
      const [near, far] = [...pairs][Math.floor(which * pairs.size)] ?? []
      if (near === undefined || far === undefined) return
      cuts += 1
      near.resetAndDestroy()
      far.resetAndDestroy()
    },
    swallow: () => {
      for (const [near, far] of pairs) {
        near.unpipe(far)
        far.unpipe(near)
        // Read, as a network that takes packets does, and thrown away.
        near.resume()
        far.resume()
      }
    },
    cuts: () => cuts,
    [Symbol.asyncDispose]: async () => {
      for (const [near, far] of pairs) {
        near.destroy()
        far.destroy()
      }
      server.close()
      await once(server, 'close')
    },
  }
}
