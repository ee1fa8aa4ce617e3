import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** From the quickest to the slowest; each can be run alone: `npm test -- --project unit`. */
export type Project = 'unit' | 'db' | 'journeys' | 'slow'

/** What makes a test slow when it stands on it: kills, the browser, LibreOffice. */
const SLOW_HELPERS = [
  'browser',
  'office-suite',
  'own-postgres',
  'replica',
  'logging-process',
  'exchanging-process',
  'starting-process',
].map((name) => `test/helpers/${name}.ts`)

/** Large properties, and starts of the program that are waited for, which nothing they import tells. */
const SLOW_TESTS = new Set(
  [
    'before-rooms/opens',
    'before-rooms/pressed',
    'claims/bind/fresh-text',
    'claims/bind/verify-text',
    'cli/cli',
    'journeys/slack-surface',
    'playground/restart',
    'records/import/corrected-between',
    'records/two-workspaces',
    'reminders/hard-days',
    'reminders/simulated-year',
    'reports/compose/prompt-size',
    'slack/files-not-sent',
    'slack/true-words',
  ].map((name) => `test/${name}.test.ts`),
)

const DATABASE_HELPER = 'test/helpers/databases.ts'

/**
 * The test files of each project. A new file falls into one by what it stands on: the browser, LibreOffice or a
 * process that is killed: `slow`; in test/journeys: `journeys`; a database: `db`; nothing of these: `unit`.
 */
export function filesByProject(): Readonly<Record<Project, string[]>> {
  const files: Record<Project, string[]> = { unit: [], db: [], journeys: [], slow: [] }
  for (const path of globSync('test/**/*.test.ts').sort()) files[projectOf(path)].push(path)
  return files
}

function projectOf(path: string): Project {
  const stoodOn = importsOf(path)
  if (SLOW_TESTS.has(path) || SLOW_HELPERS.some((helper) => stoodOn.has(helper))) return 'slow'
  if (path.startsWith('test/journeys/')) return 'journeys'
  return stoodOn.has(DATABASE_HELPER) ? 'db' : 'unit'
}

/** The file and everything in `test` that it imports, or names as the program of a process, also by way of others. */
function importsOf(path: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(path)) return seen
  seen.add(path)
  for (const [, name] of readFileSync(path, 'utf8').matchAll(/'(\.{0,2}\/?[\w./-]+\.ts)'/g)) {
    const target = join(dirname(path), name!)
    if (target.startsWith('test/') && existsSync(target)) importsOf(target, seen)
  }
  return seen
}
