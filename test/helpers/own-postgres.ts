import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'

/** A PostgreSQL server of the test's own, which it may stop as it likes. */
export type OwnPostgres = {
  readonly url: string
  /** `immediate` leaves everything as a crash would; `fast` cuts the connections and shuts down. */
  restart(how: 'immediate' | 'fast'): Promise<void>
} & AsyncDisposable

const SIGNALS = { immediate: 'SIGQUIT', fast: 'SIGINT' } as const

/** Where the server's programs are, by Debian's layout or POSTGRES_BIN; null when they are not here. */
export function findPostgres(): string | null {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : []
  const candidates = [
    process.env['POSTGRES_BIN'] ?? '',
    ...versions.map((version) => join(root, version, 'bin')),
  ]
  return candidates.find((folder) => folder !== '' && existsSync(join(folder, 'initdb'))) ?? null
}

export async function startOwnPostgres(programs: string): Promise<OwnPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'wenshu-postgres-'))
  const user = unprivileged()
  chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const options = ['-D', data, '-U', 'postgres', '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C']
  execFileSync(join(programs, 'initdb'), options, { ...user, cwd: folder, stdio: 'ignore' })
  const port = await freePort()
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  const start = async (): Promise<ChildProcess> => {
    // Without fsync a crash of the server alone still loses nothing: what it wrote is in the kernel.
    const settings = ['fsync=off', 'listen_addresses=127.0.0.1', 'max_connections=80']
    const server = spawn(
      join(programs, 'postgres'),
      ['-D', data, '-p', String(port), '-k', folder, ...settings.flatMap((setting) => ['-c', setting])],
      { ...user, cwd: folder, stdio: 'ignore' },
    )
    await untilItAnswers(url)
    return server
  }
  const stop = async (server: ChildProcess, how: keyof typeof SIGNALS) => {
    const ended = once(server, 'exit')
    server.kill(SIGNALS[how])
    await ended
  }
  let server = await start()
  return {
    url,
    restart: async (how) => {
      await stop(server, how)
      server = await start()
    },
    [Symbol.asyncDispose]: async () => {
      await stop(server, 'immediate')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The server refuses to be run by root. */
function unprivileged(): { uid: number; gid: number } {
  const [uid = 0, gid = 0] = [process.getuid?.(), process.getgid?.()]
  if (uid !== 0) return { uid, gid }
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function untilItAnswers(url: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 })
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (tries > 300) throw error
      await wait(50)
    }
  }
}
