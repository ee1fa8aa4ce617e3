import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What documents are opened and measured with: LibreOffice and Poppler's tools. */
const PROGRAMS = ['soffice', 'pdftotext', 'pdffonts'] as const

/** Why documents cannot be opened here; null: they can. */
export function whyNoOfficeSuite(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const missing = PROGRAMS.filter((program) => !folders.some((folder) => existsSync(join(folder, program))))
  return missing.length === 0 ? null : `these programs are not installed: ${missing.join(', ')}`
}

/** A line of a page: its words, and where it stands, in points from the top left corner. */
export type PageLine = {
  readonly text: string
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

export type OpenedDocument = {
  /** Each page's lines, from top to bottom. */
  readonly pages: readonly (readonly PageLine[])[]
  /** Name and whether the letters are in the file. */
  readonly fonts: readonly { readonly name: string; readonly isEmbedded: boolean }[]
}

/** Opens documents in LibreOffice, in one start of it, and reads the pages it makes. */
export async function openDocuments<Name extends string>(
  documents: Readonly<Record<Name, Uint8Array>>,
): Promise<Record<Name, OpenedDocument>> {
  return await converted(documents, 'pdf', readPdf)
}

/** The documents as LibreOffice saves them: what comes back from somebody who edits there. */
export async function resaveDocuments<Name extends string>(
  documents: Readonly<Record<Name, Uint8Array>>,
): Promise<Record<Name, Uint8Array>> {
  return await converted(documents, 'docx', async (path) => new Uint8Array(await readFile(path)))
}

/** Converts on a profile of its own, which goes with the files. */
async function converted<Name extends string, T>(
  documents: Readonly<Record<Name, Uint8Array>>,
  format: 'pdf' | 'docx',
  read: (path: string) => Promise<T>,
): Promise<Record<Name, T>> {
  const folder = mkdtempSync(join(tmpdir(), 'wenshu-pages-'))
  try {
    const names = Object.keys(documents) as Name[]
    for (const name of names) writeFileSync(join(folder, `${name}.docx`), documents[name])
    const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`
    const files = names.map((name) => join(folder, `${name}.docx`))
    const out = join(folder, 'out')
    await run('soffice', [profile, '--headless', '--convert-to', format, '--outdir', out, ...files], {
      timeout: 180_000,
    })
    const made: [Name, T][] = []
    for (const name of names) made.push([name, await read(join(out, `${name}.${format}`))])
    return Object.fromEntries(made) as Record<Name, T>
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function readPdf(path: string): Promise<OpenedDocument> {
  const { stdout: boxes } = await run('pdftotext', ['-bbox', path, '-'], { maxBuffer: 50_000_000 })
  const { stdout: fonts } = await run('pdffonts', [path])
  return {
    pages: boxes.split('<page ').slice(1).map(linesOf),
    fonts: fonts
      .split('\n')
      .slice(2)
      .filter((line) => line !== '')
      .map((line) => ({
        name: line.slice(0, 36).trim(),
        isEmbedded: line.slice(72).trim().startsWith('yes'),
      })),
  }
}

/** Words that stand at one height are a line. */
function linesOf(page: string): PageLine[] {
  const lines: PageLine[] = []
  const word = /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)<\/word>/g
  for (const [, left, top, right, bottom, text = ''] of page.matchAll(word)) {
    const at = { left: Number(left), top: Number(top), right: Number(right), bottom: Number(bottom), text }
    const index = lines.findIndex(({ top: other }) => Math.abs(other - at.top) < 4)
    const line = lines[index]
    if (line === undefined) lines.push(at)
    else {
      lines[index] = {
        ...line,
        text: at.left < line.left ? `${text}${line.text}` : `${line.text}${text}`,
        left: Math.min(line.left, at.left),
        right: Math.max(line.right, at.right),
      }
    }
  }
  return lines.toSorted((one, other) => one.top - other.top)
}
