import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Delivery } from '../protocol/delivery.ts'
import { SocketDelivery } from '../delivery/socket.ts'

/** How long an answer under way may take to leave before the line is cut, milliseconds. */
const LAST_WORDS = 50

/** The server's place on the network. */
export type Line = {
  /** Stops listening, so that connections are refused, cuts what is connected, and listens again after so many ms. */
  goOffline(milliseconds: number): void
  close(): Promise<void>
}

/** Listens on the loopback and says where. Rejects when the port is taken. */
export async function listen(server: Server, port: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen(port, '127.0.0.1', resolve)
  await promise.catch((error: unknown) => {
    throw new Error(`Cannot listen on 127.0.0.1:${port}; choose another port or stop what uses it`, {
      cause: error,
    })
  })
  server.off('error', reject)
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** The line of a server that listens at `url`. */
export function lineOf(server: Server, url: string, delivery: Delivery): Line {
  const port = Number(new URL(url).port)
  const timers: NodeJS.Timeout[] = []
  return {
    goOffline: (milliseconds) => {
      for (const timer of timers.splice(0)) clearTimeout(timer)
      server.close()
      server.closeIdleConnections()
      if (delivery instanceof SocketDelivery) delivery.cut()
      timers.push(
        setTimeout(() => server.closeAllConnections(), Math.min(LAST_WORDS, milliseconds)),
        setTimeout(() => server.listen(port, '127.0.0.1'), milliseconds),
      )
    },
    close: async () => {
      for (const timer of timers) clearTimeout(timer)
      const { promise, resolve } = Promise.withResolvers<void>()
      server.close(() => resolve())
      server.closeAllConnections()
      await promise
    },
  }
}
