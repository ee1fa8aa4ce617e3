import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

export type Source = { readonly path: string; readonly text: string; readonly imports: readonly string[] }

const IMPORTED = /(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'|new URL\(\s*'([\w./-]+\.ts)'/g

/** Every TypeScript file of `src/`, with the files that it imports, as paths from the root. */
export function readSources(): Source[] {
  return globSync('src/**/*.ts')
    .sort()
    .map((path) => {
      const text = readFileSync(path, 'utf8')
      const imports = [...text.matchAll(IMPORTED)].map(([, one, url]) =>
        normalize(join(dirname(path), one ?? url!)),
      )
      return { path, text, imports: [...new Set(imports)] }
    })
}

/** How many files lie in each folder, by its path below `src/`. */
export function folderSizes(sources: readonly Source[]): Map<string, number> {
  const sizes = new Map<string, number>()
  for (const { path } of sources) {
    const folder = dirname(path).slice('src/'.length)
    sizes.set(folder, (sizes.get(folder) ?? 0) + 1)
  }
  return sizes
}
