import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { OperatorError } from '../errors.ts'

/** Another process holds the data folder. The data is untouched. */
export class FolderInUse extends OperatorError {
  override readonly name = 'FolderInUse'
}

/**
 * Takes the data folder for this process alone, or throws FolderInUse.
 *
 * PGlite does not lock its folder: two processes on one folder lose rows without a word. The lock is an
 * exclusive SQLite transaction that is never committed: the operating system holds it for the process and
 * lets go at its death, however it dies, so a kill -9 blocks nobody and no stale lock has to be guessed at.
 */
export function lockFolder(folder: string): Disposable {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const lock = new DatabaseSync(join(folder, 'lock'), { timeout: 0 })
  try {
    lock.exec('begin exclusive')
  } catch {
    lock.close()
    throw new FolderInUse(
      `The data folder ${folder} is in use by another Wenshu${holderOf(folder)}. ` +
        'Stop that process first, or choose another folder with WENSHU_DATA or --data. Nothing was changed.',
    )
  }
  writeFileSync(join(folder, 'lock.holder'), `process ${process.pid}, since ${new Date().toISOString()}`)
  return {
    [Symbol.dispose]: () => {
      lock.close()
    },
  }
}

function holderOf(folder: string): string {
  try {
    return ` (${readFileSync(join(folder, 'lock.holder'), 'utf8')})`
  } catch {
    return ''
  }
}

/** What Wenshu keeps in its data folder; anything else there is somebody's own. */
const OURS = ['pglite', 'backups', 'playground', 'lock', 'lock.holder']

/**
 * Takes from everybody but the owner the right to look into the data folder (0700) and its files (0600): whoever reads them
 * reads every essay. Files of another owner stay as they are, since only the owner may change them.
 */
export function closeToOthers(folder: string): void {
  close(folder, 0o700)
  for (const name of OURS) {
    const path = join(folder, name)
    if (!existsSync(path)) continue
    const inside = readdirSyncIfFolder(path)
    close(path, inside === null ? 0o600 : 0o700)
    for (const entry of inside ?? [])
      close(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o700 : 0o600)
  }
}

function readdirSyncIfFolder(path: string) {
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true }).filter(
      (entry) => !entry.isSymbolicLink(),
    )
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOTDIR') return null
    throw error
  }
}

function close(path: string, mode: number): void {
  try {
    chmodSync(path, mode)
  } catch (error) {
    const { code = '' } = error as { code?: string }
    if (!['EPERM', 'ENOENT', 'EROFS', 'ENOTSUP'].includes(code)) throw error
  }
}
