import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FolderInUse, lockFolder } from '../../src/db/folder-lock.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wenshu-lock-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** Another process that takes the lock and keeps it until it is killed. */
async function holder() {
  const script = `import { lockFolder } from ${JSON.stringify(new URL('../../src/db/folder-lock.ts', import.meta.url).href)}
    const lock = lockFolder(${JSON.stringify(folder)}); console.log('held'); setInterval(() => lock, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return child
}

describe('the data folder', () => {
  it('is refused to a second process, which is told who holds it', async () => {
    const child = await holder()
    expect(() => lockFolder(folder)).toThrow(FolderInUse)
    expect(() => lockFolder(folder)).toThrow(new RegExp(`process ${child.pid}, since`))
    child.kill('SIGKILL')
  })

  it('is free at once after its holder is killed with kill -9', async () => {
    for (let round = 0; round < 3; round += 1) {
      const child = await holder()
      child.kill('SIGKILL')
      await once(child, 'exit')
      using _lock = lockFolder(folder)
    }
  })

  it('is refused twice within one process, and free again after it is given back', () => {
    const lock = lockFolder(folder)
    expect(() => lockFolder(folder)).toThrow(FolderInUse)
    lock[Symbol.dispose]()
    using _again = lockFolder(folder)
  })
})
