import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

/**
 * An append-only file of JSON lines. Lines are gathered and handed to the kernel at `flush()`, at the latest at the
 * end of the turn of the event loop; what was flushed survives `kill -9` (not a power cut).
 */
export class Journal<Entry> {
  readonly #path: string | null
  #file: number | null = null
  #waiting: string[] = []

  /** Without a folder nothing is kept. */
  constructor(folder: string | undefined) {
    this.#path = folder === undefined ? null : join(folder, 'journal.ndjson')
    if (folder !== undefined) mkdirSync(folder, { recursive: true })
  }

  /**
   * Every entry written so far. A last line without its end (the process died while writing) is dropped;
   * damage anywhere else throws, with the line's number.
   */
  read(): Entry[] {
    if (this.#path === null || !existsSync(this.#path)) return []
    const lines = readFileSync(this.#path, 'utf8').split('\n')
    lines.pop()
    return lines.map((line, index) => this.#parse(line, index + 1))
  }

  /** Puts these entries in the file's place, whole or not at all, and opens it for appending. */
  restart(entries: Iterable<Entry>): void {
    if (this.#path === null) return
    const fresh = `${this.#path}.new`
    const file = openSync(fresh, 'w')
    for (const entry of entries) writeAll(file, `${JSON.stringify(entry)}\n`)
    fsyncSync(file)
    closeSync(file)
    renameSync(fresh, this.#path)
    this.#file = openSync(this.#path, 'a')
  }

  append(entry: Entry): void {
    if (this.#file === null) return
    if (this.#waiting.length === 0) setImmediate(() => this.flush())
    this.#waiting.push(JSON.stringify(entry))
  }

  flush(): void {
    if (this.#file === null || this.#waiting.length === 0) return
    const lines = `${this.#waiting.join('\n')}\n`
    this.#waiting = []
    writeAll(this.#file, lines)
  }

  close(): void {
    this.flush()
    if (this.#file !== null) closeSync(this.#file)
    this.#file = null
  }

  #parse(line: string, number: number): Entry {
    try {
      return JSON.parse(line) as Entry
    } catch (error) {
      throw new Error(`${this.#path}:${number} is damaged; remove the line or start with another folder`, {
        cause: error,
      })
    }
  }
}

function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done)
}
