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
} from 'node:fs'
import { join } from 'node:path'
import { MemberFacingError } from '../errors.ts'
import { dumpPglite, openDatabase, readDump, type Database } from '../db/database.ts'

const PREFIX = 'wenshu-'
const SUFFIX = '.tar.gz'

/**
 * Writes a backup of the embedded database into `backups/` of its data folder and keeps the newest `keep`.
 * The file appears under its name only when it is whole and on disk. Returns its path.
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
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${PREFIX}${at.toISOString().slice(0, 19).replaceAll(':', '')}Z${SUFFIX}`)
  const bytes = new Uint8Array(await (await dumpPglite(database)).arrayBuffer())
  const partial = `${file}.part`
  writeFileSync(partial, bytes)
  const handle = openSync(partial, 'r')
  fsyncSync(handle)
  closeSync(handle)
  renameSync(partial, file)
  for (const old of listBackups(dataFolder).slice(keep)) rmSync(join(folder, old))
  return file
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

/** Whether the newest backup is older than a day, or there is none. */
export function backupIsDue(dataFolder: string, now: Date): boolean {
  const newest = listBackups(dataFolder)[0]
  if (newest === undefined) return true
  const [, day = '', time = ''] = /^wenshu-(\d{4}-\d{2}-\d{2})T(\d{6})Z/.exec(newest) ?? []
  const at = Date.parse(`${day}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4, 6)}Z`)
  return Number.isNaN(at) || now.getTime() - at >= 24 * 3600 * 1000
}

/** Restores a backup into a data folder that holds no database yet; an existing one is never overwritten. */
export async function restore(file: string, dataFolder: string): Promise<void> {
  if (!existsSync(file)) {
    throw new MemberFacingError({ zh: `没有文件 ${file}`, en: `There is no file ${file}` })
  }
  if (existsSync(join(dataFolder, 'pglite', 'PG_VERSION'))) {
    throw new MemberFacingError({
      zh: `${dataFolder} 里已有数据库，不会覆盖。请用 --data 指定一个空文件夹。`,
      en: `${dataFolder} already holds a database, which is never overwritten. Name an empty folder with --data.`,
    })
  }
  await using _restored = await openDatabase({ kind: 'pglite', folder: dataFolder, template: readDump(file) })
}
