import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Another process holds the data folder. The data is untouched. */
export class FolderInUse extends Error {
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
  mkdirSync(folder, { recursive: true })
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
