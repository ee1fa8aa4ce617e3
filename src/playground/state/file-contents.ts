import { mkdirSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The bytes of uploaded files, by id: in a folder, or in memory when there is none. */
export class FileContents {
  readonly #folder: string | null
  readonly #memory = new Map<string, Buffer>()

  constructor(dataDir: string | undefined) {
    this.#folder = dataDir === undefined ? null : join(dataDir, 'files')
    if (this.#folder !== null) mkdirSync(this.#folder, { recursive: true })
  }

  async put(id: string, bytes: Buffer): Promise<void> {
    if (this.#folder === null) {
      this.#memory.set(id, bytes)
      return
    }
    const path = join(this.#folder, id)
    await writeFile(`${path}.new`, bytes)
    await rename(`${path}.new`, path)
  }

  async get(id: string): Promise<Buffer | undefined> {
    if (this.#folder === null) return this.#memory.get(id)
    if (!/^F[A-Z0-9]+$/.test(id)) return undefined
    return await readFile(join(this.#folder, id)).catch(() => undefined)
  }
}

const TYPES: Record<string, string> = {
  csv: 'text/csv',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  html: 'text/html',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  json: 'application/json',
  md: 'text/markdown',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  zip: 'application/zip',
}

export function mimeTypeOf(name: string): string {
  return TYPES[extensionOf(name)] ?? 'application/octet-stream'
}

/** `docx` for `报告.DOCX`; '' if there is none. */
export function extensionOf(name: string): string {
  return /\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
}
