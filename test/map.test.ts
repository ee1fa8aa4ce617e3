import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { layout } from '../docs/layout/layout.ts'

const PAGES = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md']
const read = (page: string): string => readFileSync(page, 'utf8')

/** Links to files, and paths in code marks that begin with a folder of ours. */
function pathsNamed(page: string): string[] {
  const text = read(page).replaceAll(/```[\s\S]*?```/g, '')
  const links = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, path]) =>
    join(dirname(page), path!),
  )
  const marked = [...text.matchAll(/`((?:src|test|docs|migrations|prompts)(?:\/[\w.*-]+)*)`/g)].map(
    ([, path]) => path!,
  )
  return [...links, ...marked].map(normalize)
}

describe('the map', () => {
  it.each([...PAGES, ...globSync('docs/decisions/*.md')])('names no path in %s that is gone', (page) => {
    expect(pathsNamed(page).filter((path) => !existsSync(path))).toEqual([])
  })

  it('names every slice', () => {
    const text = read('ARCHITECTURE.md')
    expect(
      Object.keys(layout).filter(
        (slice) => !text.includes(`\`src/${slice}\``) && slice !== 'cli' && slice !== 'files',
      ),
    ).toEqual([])
  })

  it('names every file that one runs by hand in the package’s scripts', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const named = Object.values(scripts).flatMap(
      (line) => line.match(/\b(?:src|test|docs)\/[\w./-]+\.(?:ts|json)/g) ?? [],
    )
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter((path) => !existsSync(path))).toEqual([])
  })
})
