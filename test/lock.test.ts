import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { lockIssues, type Lock } from '../docs/check-lock.ts'

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock
const optional = Object.values(lock.packages).flatMap((one) => Object.keys(one.optionalDependencies ?? {}))
const without = (place: string): Lock => ({
  packages: Object.fromEntries(Object.entries(lock.packages).filter(([other]) => other !== place)),
})

describe('the lock', () => {
  it('names every platform, with checksums, and no registry', () => {
    expect(lockIssues(lock)).toEqual([])
  })

  it('is refused when any package of another platform vanished', () => {
    expect(optional.length).toBeGreaterThan(100)
    for (const name of optional) expect(lockIssues(without(`node_modules/${name}`)).join()).toContain(name)
  })

  it('is refused when a package lost its checksum, but for the 53 that never had one', () => {
    const bare = Object.entries(lock.packages).filter(([place, one]) => place !== '' && !one.integrity)
    expect(bare.length).toBeLessThanOrEqual(53)
    for (const [place, { integrity, ...one }] of Object.entries(lock.packages)) {
      if (integrity === undefined) continue
      expect(lockIssues({ packages: { ...lock.packages, [place]: one } })).toHaveLength(1)
    }
  })

  it('is refused when it says where a package came from', () => {
    const vitest = {
      ...lock.packages['node_modules/vitest'],
      resolved: 'https://registry.example/vitest.tgz',
    }
    expect(lockIssues({ packages: { ...lock.packages, 'node_modules/vitest': vitest } })).toHaveLength(1)
  })
})
