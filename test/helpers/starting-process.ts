import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

// Starts the program with the environment given as JSON, from a migrated database (a path), tells its parent every module
// that was loaded for it, and ends.

const loaded: string[] = []
registerHooks({
  load: (url, context, nextLoad) => {
    loaded.push(url)
    return nextLoad(url, context)
  },
})

const { startApp } = await import('../../src/app/app.ts')
const { parseConfig } = await import('../../src/config.ts')
const [env = '{}', template = ''] = process.argv.slice(2)
// What the test wrote.
await startApp(parseConfig(JSON.parse(env) as Record<string, string>), {
  template: new Blob([readFileSync(template)]),
})
process.send?.(loaded)
