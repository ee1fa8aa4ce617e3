import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Locale } from '../locale.ts'
import {
  parseTemplate,
  renderTemplate,
  type Rendered,
  type Template,
  type Values,
} from './prompt-template.ts'

/**
 * The prompts and their placeholders. A needed one must stand in the file and be given when rendering; an optional
 * one is left out, with the block around it, when nothing is given for it.
 */
const PROMPTS = {
  /** The first draft; with `previous` and `faults` the repair; with `paragraph` and `instruction` one paragraph anew. */
  'draft-section': {
    needed: ['title', 'brief', 'period', 'length', 'sheet', 'people', 'delimiter'],
    optional: [
      'headings',
      'mustUse',
      'mustNotUse',
      'example',
      'gaps',
      'notes',
      'previous',
      'faults',
      'paragraph',
      'instruction',
    ],
  },
  /** One message in plain words → JSON fields, each with the words it was taken from. */
  'read-record': { needed: ['today', 'kinds', 'measures', 'words', 'delimiter'], optional: [] },
} as const

export type PromptName = keyof typeof PROMPTS
export type PromptValues<Name extends PromptName> = {
  readonly [Key in (typeof PROMPTS)[Name]['needed'][number]]: string
} & { readonly [Key in (typeof PROMPTS)[Name]['optional'][number]]?: string | null }

export type Prompt<Name extends PromptName> = {
  readonly name: Name
  readonly locale: Locale
  /** First 12 hex digits of the SHA-256 of the file: kept with every draft that was written with it. */
  readonly version: string
  /**
   * Pure. Values are put in as they stand and never read as placeholders.
   * Throws when a needed one is empty, or when the delimiter occurs in another value.
   */
  render(values: PromptValues<Name>): Rendered
}

export type Prompts = { get<Name extends PromptName>(name: Name, locale: Locale): Prompt<Name> }

/** The folder `prompts/` of this package. */
export const PROMPT_FOLDER = fileURLToPath(new URL('../../prompts', import.meta.url))

/** Every fault of the prompt files at once, a line each. */
export class PromptIssues extends Error {
  override readonly name = 'PromptFaults'
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(['The prompt files have faults:', ...faults.map((fault) => `- ${fault}`)].join('\n'))
    this.faults = faults
  }
}

/**
 * Reads every prompt in both languages once. Throws PromptFaults when a file is missing, holds a placeholder that
 * nobody fills, or lacks one that it needs: at start, not at the first draft.
 */
export function loadPrompts(folder: string = PROMPT_FOLDER): Prompts {
  if (folder !== PROMPT_FOLDER) return readPrompts(folder)
  shipped ??= readPrompts(folder)
  return shipped
}

/** They change with a new start only. */
let shipped: Prompts | null = null

function readPrompts(folder: string): Prompts {
  const faults: string[] = []
  const loaded = new Map<string, { template: Template; version: string }>()
  for (const [name, placeholders] of Object.entries(PROMPTS)) {
    for (const locale of ['zh', 'en'] as const) {
      const file = `${name}.${locale}.md`
      const content = readOrNull(join(folder, file))
      const parsed =
        content === null ? { faults: ['the file is missing'] } : parseTemplate(content, placeholders)
      if ('faults' in parsed) faults.push(...parsed.faults.map((fault) => `prompts/${file}: ${fault}`))
      else loaded.set(`${name}.${locale}`, { template: parsed, version: versionOf(content ?? '') })
    }
  }
  if (faults.length > 0) throw new PromptIssues(faults)
  return { get: (name, locale) => prompt(name, locale, loaded.get(`${name}.${locale}`)) }
}

function prompt<Name extends PromptName>(
  name: Name,
  locale: Locale,
  loaded: { template: Template; version: string } | undefined,
): Prompt<Name> {
  if (!loaded) throw new Error(`No prompt ${name} in ${locale}`)
  const { template, version } = loaded
  const render = (values: Values) => renderTemplate(template, values)
  return { name, locale, version, render }
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

function versionOf(content: string): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 12)
}

/** A line that encloses data in one prompt. Nobody who typed a record can have known it. */
export function newDelimiter(): string {
  return `=====${randomBytes(12).toString('hex')}=====`
}

/**
 * Data as JSON for a prompt. Double braces, angle brackets and bars (the marks of slots and of chat templates) and
 * invisible characters inside texts are written as escapes, so that a record cannot type a slot or the end of a
 * message; the model reads them as what they are.
 */
export function promptData(value: object): string {
  // Outside of texts, JSON has none of these: two opening braces never meet there.
  const signs = /\{(?=\{)|[<>|\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g
  return JSON.stringify(value).replaceAll(
    signs,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
