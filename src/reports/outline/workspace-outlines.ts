import { z } from 'zod'
import { MemberFacingError } from '../../errors.ts'
import type { Workspace } from '../../members/workspace-store.ts'
import { loadOutlines } from './load-outlines.ts'
import { outlineSchema, type Outline } from './outline.ts'
import { reportSettings } from './settings.ts'

/** The part of the workspace's settings in which its own outlines stand, by id, over those that ship. */
export const OUTLINE_SETTINGS = 'outlines'

type Office = Pick<Workspace, 'locale' | 'settings'>

/** What admins have made of the outlines, by id. Throws when what is stored cannot be read. */
export function changedOutlines(settings: Office['settings']): Readonly<Record<string, Outline>> {
  const parsed = z.record(z.string(), outlineSchema).safeParse(settings[OUTLINE_SETTINGS] ?? {})
  if (!parsed.success) throw new Error(`the workspace's outlines: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

/** Every outline of the workspace as its admins see it: those that ship or what they were made into. The workspace's language first. */
export function plainOutlines(workspace: Office): readonly Outline[] {
  const changed = changedOutlines(workspace.settings)
  const shipped = loadOutlines().all.map((outline) => changed[outline.id] ?? outline)
  const own = (outline: Outline): number => (outline.locale === workspace.locale ? 0 : 1)
  return [...shipped].sort((a, b) => own(a) - own(b))
}

/** The same, with the terms that hold for the whole workspace added to each house style. */
export function outlinesOf(workspace: Office): readonly Outline[] {
  const { mustUse, mustNotUse } = reportSettings(workspace.settings)
  return plainOutlines(workspace).map((outline) => ({
    ...outline,
    style: {
      ...outline.style,
      mustUse: [...outline.style.mustUse, ...mustUse],
      mustNotUse: [...outline.style.mustNotUse, ...mustNotUse],
    },
  }))
}

/** The outline of this id; without one, that in the workspace's language. Throws MemberFacingError with those there are. */
export function outlineFor(workspace: Office, id?: string): Outline {
  const all = outlinesOf(workspace)
  const found = id === undefined ? all[0] : all.find((outline) => outline.id === id)
  if (found !== undefined) return found
  throw noSuchOutline(id ?? '', all)
}

/** `zh`, `en`, 中文, English, or an outline's id; null: the words name none. */
export function outlineNamed(workspace: Office, text: string): Outline | null {
  const wanted = text.normalize('NFKC').trim().toLowerCase()
  const locale = LANGUAGES[wanted]
  const all = outlinesOf(workspace)
  return all.find(({ id }) => id === wanted) ?? all.find((outline) => outline.locale === locale) ?? null
}

const LANGUAGES: Readonly<Record<string, 'zh' | 'en'>> = {
  zh: 'zh',
  中文: 'zh',
  chinese: 'zh',
  en: 'en',
  英文: 'en',
  english: 'en',
}

export function noSuchOutline(text: string, all: readonly Outline[]): MemberFacingError {
  const shown = text.slice(0, 40)
  return new MemberFacingError({
    zh: `没有“${shown}”这个提纲。可以写：${all.map(({ id, name }) => `${id}（${name}）`).join('、')}。`,
    en: `There is no outline "${shown}". Write one of: ${all.map(({ id, name }) => `${id} (${name})`).join(', ')}.`,
  })
}
