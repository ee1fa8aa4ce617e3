// Fails when package-lock.json lost what decision 007 has it hold: `npm run check:lock`.
import { readFileSync } from 'node:fs'

/** What is read of a lock; a package's key is its place: node_modules/vite/node_modules/esbuild. */
export type Lock = {
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly version?: string
        readonly integrity?: string
        readonly resolved?: string
        readonly link?: boolean
        readonly optionalDependencies?: Readonly<Record<string, string>>
      }
    >
  >
}

/**
 * Packages of other platforms that the mirror at hand never had: put into the lock by hand, so that it holds no checksum
 * of them. Whoever installs on such a platform and commits the lock may take theirs off this list; nothing is added.
 */
const WITHOUT_INTEGRITY: readonly (readonly [string, string])[] = Object.entries({
  '@oxc-parser/binding-':
    'android-arm-eabi android-arm64 darwin-arm64 darwin-x64 freebsd-x64 linux-arm-gnueabihf linux-arm-musleabihf linux-ppc64-gnu linux-riscv64-gnu linux-riscv64-musl linux-s390x-gnu openharmony-arm64 win32-arm64-msvc win32-ia32-msvc win32-x64-msvc',
  '@oxfmt/binding-':
    'android-arm-eabi android-arm64 darwin-arm64 darwin-x64 freebsd-x64 linux-arm-gnueabihf linux-arm-musleabihf linux-arm64-musl linux-ppc64-gnu linux-riscv64-gnu linux-riscv64-musl linux-s390x-gnu linux-x64-musl openharmony-arm64 win32-arm64-msvc win32-ia32-msvc win32-x64-msvc',
  '@oxlint-tsgolint/': 'darwin-arm64 darwin-x64 win32-arm64 win32-x64',
  '@oxlint/binding-':
    'android-arm-eabi android-arm64 darwin-arm64 darwin-x64 freebsd-x64 linux-arm-gnueabihf linux-arm-musleabihf linux-arm64-musl linux-ppc64-gnu linux-riscv64-gnu linux-riscv64-musl linux-s390x-gnu linux-x64-musl openharmony-arm64 win32-arm64-msvc win32-ia32-msvc win32-x64-msvc',
})

const known = new Set(
  WITHOUT_INTEGRITY.flatMap(([start, names]) =>
    names.split(' ').map((name) => `node_modules/${start}${name}`),
  ),
)

/** What is wrong with a lock, one sentence each: an optional package that vanished, a missing checksum, an address. */
export function lockIssues({ packages }: Lock): string[] {
  return Object.entries(packages).flatMap(
    ([place, { integrity, resolved, link, optionalDependencies = {} }]) => [
      ...Object.keys(optionalDependencies)
        .filter((name) => !isWithin(packages, place, name))
        .map((name) => `${name}, optional for ${place}, is not in the lock: put its entry back`),
      ...(place === '' || link || integrity !== undefined || known.has(place)
        ? []
        : [`${place} has no integrity: install it from a registry that has it`]),
      ...(resolved === undefined || link ? [] : [`${place} names the registry it came from`]),
    ],
  )
}

/** Whether a package finds another one as Node looks for it: beside or above its place. */
function isWithin(packages: Lock['packages'], place: string, name: string): boolean {
  const folders = place === '' ? [] : place.split('/node_modules/')
  return Array.from({ length: folders.length + 1 }, (_, depth) =>
    folders.slice(0, depth).join('/node_modules/'),
  ).some((folder) => `${folder === '' ? '' : `${folder}/`}node_modules/${name}` in packages)
}

if (import.meta.main) {
  const issues = lockIssues(JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock)
  for (const issue of issues) process.stderr.write(`package-lock.json: ${issue}\n`)
  if (issues.length > 0) process.stderr.write('See docs/decisions/007-the-lock-names-every-platform.md.\n')
  process.exitCode = issues.length > 0 ? 1 : 0
}
