import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Locale } from '../../locale.ts'
import { outlineSchema, type Outline } from './outline.ts'

/** The folder `prompts/outlines/` of this package. */
const OUTLINE_FOLDER = fileURLToPath(new URL('../../../prompts/outlines', import.meta.url))

export type Outlines = { readonly all: readonly Outline[]; of(locale: Locale): Outline }

/** Reads every outline that ships. Throws with every fault of every file, so that a broken one shows at start. */
export function loadOutlines(folder: string = OUTLINE_FOLDER): Outlines {
  if (folder !== OUTLINE_FOLDER) return readOutlines(folder)
  shipped ??= readOutlines(folder)
  return shipped
}

/** They change with a new start only. */
let shipped: Outlines | null = null

function readOutlines(folder: string): Outlines {
  const faults: string[] = []
  const all: Outline[] = []
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()) {
    const parsed = parseOutline(readFileSync(join(folder, file), 'utf8'))
    if ('fault' in parsed) faults.push(`prompts/outlines/${file}: ${parsed.fault}`)
    else all.push(parsed.outline)
  }
  if (faults.length > 0) throw new Error(`The outlines have faults:\n${faults.join('\n')}`)
  return { all, of: (locale) => outlineOf(all, locale) }
}

function parseOutline(content: string): { outline: Outline } | { fault: string } {
  let json: unknown
  try {
    json = JSON.parse(content)
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) }
  }
  const parsed = outlineSchema.safeParse(json)
  return parsed.success ? { outline: parsed.data } : { fault: z.prettifyError(parsed.error) }
}

function outlineOf(all: readonly Outline[], locale: Locale): Outline {
  const outline = all.find((one) => one.locale === locale)
  if (outline === undefined) throw new Error(`there is no outline in ${locale}`)
  return outline
}
