import type { ServerResponse } from 'node:http'
import { readFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { fileURLToPath } from 'node:url'
import { HttpError, sendHtml } from './http.ts'
import type { World } from '../state/world.ts'

const PAGE = fileURLToPath(new URL('../page/', import.meta.url))

/** The libraries that the page may import, by the name under which it does; the browser gets them at /library/. */
const LIBRARIES: Record<string, string> = {
  'markdown-it/browser': import.meta.resolve('markdown-it/browser'),
}

const TYPES: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
  ts: 'text/javascript; charset=utf-8',
  woff2: 'font/woff2',
}

/** Pictures that the page shows in place; everything else is downloaded. */
const SHOWN = new Set(['image/png', 'image/jpeg'])

/** A library's module, as it is. */
export async function sendLibrary(name: string, response: ServerResponse): Promise<void> {
  const file = Object.hasOwn(LIBRARIES, name) ? LIBRARIES[name] : undefined
  if (file === undefined) throw new HttpError(404, 'no such library')
  response.writeHead(200, { 'content-type': TYPES['ts'], 'x-content-type-options': 'nosniff' })
  response.end(await readFile(fileURLToPath(file)))
}

/** A file of the page; TypeScript is sent as JavaScript, its types stripped, line by line the same. */
export async function sendPageFile(name: string, response: ServerResponse): Promise<void> {
  const extension = name.split('.').at(-1) ?? ''
  const type = TYPES[extension]
  const isPlain = name.split('/').every((part) => /^[\w-][\w.-]*$/.test(part))
  if (type === undefined || !isPlain) throw new HttpError(404, 'no such file')
  const content = await readFile(PAGE + name).catch(() => {
    throw new HttpError(404, 'no such file')
  })
  response.writeHead(200, {
    'content-type': type,
    'cache-control': 'no-store',
    'content-security-policy':
      "default-src 'self'; img-src 'self' https: data: blob:; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
  })
  response.end(extension === 'ts' ? asJavaScript(content.toString('utf8')) : content)
}

/** Without types, and with addresses for the names of libraries, which a browser cannot resolve. */
function asJavaScript(source: string): string {
  return stripTypeScriptTypes(source).replace(/(?<=^import .* from ')[^'.][^']*(?=')/gm, '/library/$&')
}

/** An uploaded file, for a person to download. */
export async function sendUploaded(world: World, id: string, response: ServerResponse): Promise<void> {
  const file = world.store.files.get(id)
  const bytes = file?.complete === true ? await world.contents.get(id) : undefined
  if (file === undefined || bytes === undefined) throw new HttpError(404, 'no such file')
  const disposition = SHOWN.has(file.mimetype) ? 'inline' : 'attachment'
  response.writeHead(200, {
    'content-type': file.mimetype,
    'content-length': bytes.length,
    'content-disposition': `${disposition}; filename*=UTF-8''${encodeHeader(file.name)}`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  })
  response.end(bytes)
}

/** The same for the bot. Without its token Slack answers a sign-in page, with status 200: so does this. */
export async function sendPrivate(
  world: World,
  id: string,
  authorization: string,
  response: ServerResponse,
): Promise<void> {
  const isAllowed = authorization === `Bearer ${world.identity.botToken}` && world.scopes.has('files:read')
  if (isAllowed) return await sendUploaded(world, id, response)
  sendHtml(response, 200, '<!DOCTYPE html><title>Sign in</title><p>Sign in to see this file.')
}

/** As in RFC 5987: also the characters that encodeURIComponent leaves. */
function encodeHeader(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
