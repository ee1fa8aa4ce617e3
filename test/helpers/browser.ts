import { existsSync } from 'node:fs'

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
