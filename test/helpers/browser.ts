import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

/** The browser's program, or the reason why there is none. Its page is tested with Debian's Chromium. */
export function findBrowser():
  | { readonly path: string; readonly reason: null }
  | { readonly path: null; readonly reason: string } {
  const places = [
    process.env['CHROMIUM_PATH'] ?? '',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ]
  const path = places.find((place) => place !== '' && existsSync(place))
  return path === undefined
    ? { path: null, reason: 'no Chromium is installed (CHROMIUM_PATH names another place)' }
    : { path, reason: null }
}

/** Nothing that asks the network by itself, and no sandbox: tests often run as root in a container. */
const quietly = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Starts the browser, without a window, on a fresh profile that goes with it. Null when there is none, and the
 * console says why: then a test skips.
 */
export async function launchBrowser(): Promise<Browser | null> {
  const { path, reason } = findBrowser()
  if (path === null) {
    process.stderr.write(`browser tests are skipped: ${reason}\n`)
    return null
  }
  return await chromium.launch({ executablePath: path, args: quietly })
}
