import {
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
  existsSync,
  openSync,
  fsyncSync,
  closeSync,
  statfsSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { MemberFacingError, OperatorError } from '../errors.ts'
import type { Config } from '../config.ts'
import { dumpPglite, readDump, type Database } from '../db/database.ts'
import type { Log } from '../log.ts'
import { ERASURES_FILE } from '../privacy/erasures-file.ts'
import { repeatErasures, type Repeated } from '../privacy/repeat-erasures.ts'
import { systemClock } from '../time/clock.ts'
import { startRuntime } from './runtime.ts'

const PREFIX = 'wenshu-'
const SUFFIX = '.tar.gz'
const PARTIAL = '.part'
/** What a backup leaves free on the disk, in bytes: the database, which shares it, must go on storing. */
const LEFT_FREE = 64 * 1024 * 1024

/**
 * Writes a backup of the embedded database into `backups/` of its data folder and keeps the newest `keep`.
 * The file appears under its name only when it is whole and on disk; what a failed or killed one began is removed. Returns
 * its path. Throws OperatorError when the disk has no room for it.
 */
export async function backUp(
  database: Database,
  dataFolder: string,
  at: Date,
  keep: number,
): Promise<string> {
  if (database.kind !== 'pglite') {
    throw new MemberFacingError({
      zh: 'PostgreSQL 请用它自己的工具备份，例如 pg_dump；wenshu backup 只备份内置数据库。',
      en: 'PostgreSQL is backed up with its own tools, like pg_dump; wenshu backup is for the embedded database.',
    })
  }
  const folder = join(dataFolder, 'backups')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(folder)) {
    if (name.startsWith(PREFIX) && name.endsWith(PARTIAL)) rmSync(join(folder, name))
  }
  const file = join(folder, `${PREFIX}${at.toISOString().slice(0, 19).replaceAll(':', '')}Z${SUFFIX}`)
  const bytes = new Uint8Array(await (await dumpPglite(database)).arrayBuffer())
  mustHaveRoom(folder, bytes.length)
  const partial = `${file}${PARTIAL}`
  try {
    writeFileSync(partial, bytes, { mode: 0o600 })
    const handle = openSync(partial, 'r')
    fsyncSync(handle)
    closeSync(handle)
    renameSync(partial, file)
  } catch (error) {
    rmSync(partial, { force: true })
    throw error
  }
  for (const old of listBackups(dataFolder).slice(keep)) rmSync(join(folder, old))
  return file
}

/** Throws OperatorError unless a file of so many bytes fits into the folder and leaves the database its room. */
export function mustHaveRoom(folder: string, size: number): void {
  const { bavail, bsize } = statfsSync(folder)
  const free = bavail * bsize
  if (free >= size + LEFT_FREE) return
  throw new OperatorError(
    `No backup was written: it takes ${inMb(size)} and ${folder} has ${inMb(free)} free, of which ${inMb(LEFT_FREE)} are left to the database. Free space there, or keep fewer backups (WENSHU_BACKUPS).`,
  )
}

function inMb(bytes: number): string {
  return `${Math.ceil(bytes / 1_048_576)} MB`
}

/** Names of the backups in a data folder, newest first. */
export function listBackups(dataFolder: string): string[] {
  const folder = join(dataFolder, 'backups')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.startsWith(PREFIX) && name.endsWith(SUFFIX))
    .sort()
    .reverse()
}

/** Whether the newest backup is older than a day, or there is none. One from a day that is to come is of a wrong clock. */
export function backupIsDue(dataFolder: string, now: Date): boolean {
  const newest = listBackups(dataFolder)[0]
  if (newest === undefined) return true
  const [, day = '', time = ''] = /^wenshu-(\d{4}-\d{2}-\d{2})T(\d{6})Z/.exec(newest) ?? []
  const at = Date.parse(`${day}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4, 6)}Z`)
  return Number.isNaN(at) || Math.abs(now.getTime() - at) >= 24 * 3600 * 1000
}

/**
 * Restores a backup into a data folder that holds no database yet; an existing one is never overwritten. Who was erased
 * after the backup, by the file of erasures beside it, is erased again before anything else can read the database; when
 * that fails nothing is left in the folder. Returns those; null: there is no file of erasures.
 */
export async function restore(file: string, config: Config, log: Log): Promise<readonly Repeated[] | null> {
  const { dataFolder } = config
  if (!existsSync(file)) {
    throw new MemberFacingError({ zh: `没有文件 ${file}`, en: `There is no file ${file}` })
  }
  if (existsSync(join(dataFolder, 'pglite', 'PG_VERSION'))) {
    throw new MemberFacingError({
      zh: `${dataFolder} 里已有数据库，不会覆盖。请用 --data 指定一个空文件夹。`,
      en: `${dataFolder} already holds a database, which is never overwritten. Name an empty folder with --data.`,
    })
  }
  let isOpen = false
  try {
    await using runtime = await startRuntime({
      config: { ...config, databaseUrl: null },
      log,
      clock: async () => systemClock,
      withJobs: false,
      template: readDump(file),
    })
    isOpen = true
    return await repeatErasures(
      (teamId) => runtime.contextFor(teamId, null),
      join(dirname(file), ERASURES_FILE),
    )
  } catch (error) {
    // Before it was open the folder may be another process's.
    if (isOpen) rmSync(join(dataFolder, 'pglite'), { recursive: true, force: true })
    throw error
  }
}
