import { z } from 'zod'
import { MemberFacingError } from '../../errors.ts'
import type { FeedOf } from '../../claims/facts/fact.ts'

/**
 * What feeds a section. `kinds` and `measures` are names as the office writes them (an unknown one feeds nothing);
 * `families` takes every kind of the family that no other section claims; `gaps` takes what the data shows missing.
 */
const feedsSchema = z.strictObject({
  families: z.array(z.enum(['study', 'activity'])),
  kinds: z.array(z.string().min(1)),
  measures: z.array(z.string().min(1)),
  essays: z.boolean(),
  gaps: z.boolean(),
})

const sectionSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  title: z.string().min(1).max(80),
  brief: z.string().min(1).max(1000),
  feeds: feedsSchema,
  /** Characters in Chinese, words in English. */
  length: z.strictObject({ from: z.int().min(0), to: z.int().min(1) }),
})

/**
 * `headings` opens the parallel paragraphs, in order; none: plain paragraphs. `example`: the last approved report's same
 * section goes to the model as an example of style, its figures removed.
 */
const styleSchema = z.strictObject({
  headings: z.array(z.string().min(1).max(20)).max(20),
  mustUse: z.array(z.string().min(1).max(60)).max(50),
  mustNotUse: z.array(z.string().min(1).max(60)).max(50),
  example: z.boolean().default(false),
})

export const outlineSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
    locale: z.enum(['zh', 'en']),
    name: z.string().min(1),
    style: styleSchema,
    sections: z.array(sectionSchema).min(1).max(30),
  })
  .refine(({ sections }) => new Set(sections.map(({ id }) => id)).size === sections.length, {
    message: 'two sections have the same id',
  })

export type Section = z.infer<typeof sectionSchema>
export type HouseStyle = z.infer<typeof styleSchema>
/** A report's sections, in their order, in one language and house style. */
export type Outline = z.infer<typeof outlineSchema>

/**
 * The section of an id (`learning`), number (`2`, `二`), or title, whole or a unique part of it (`理论学习`).
 * Throws MemberFacingError with the ids that exist.
 */
export function findSection(outline: Outline, text: string): Section {
  const wanted = text.normalize('NFKC').trim().toLowerCase()
  const exact =
    outline.sections.find(({ id }) => id === wanted) ??
    outline.sections[placeOf(wanted)] ??
    outline.sections.find(({ title }) => plain(title) === wanted || bareTitle(title) === wanted)
  const partly = outline.sections.filter(({ title }) => wanted.length >= 2 && plain(title).includes(wanted))
  const found = exact ?? (partly.length === 1 ? partly[0] : undefined)
  if (found !== undefined) return found
  const shown = text.length <= 40 ? text : `${text.slice(0, 40)}…`
  const ids = outline.sections.map(({ id }) => id)
  throw new MemberFacingError({
    zh: `报告里没有“${shown}”这一部分。可以写：${ids.join('、')}，或者序号 1 至 ${ids.length}。`,
    en: `The report has no section "${shown}". Write one of: ${ids.join(', ')}, or its number from 1 to ${ids.length}.`,
  })
}

function placeOf(wanted: string): number {
  const digits = /^(?:第)?(\d{1,2})(?:部分)?$/.exec(wanted)?.[1]
  if (digits !== undefined) return Number(digits) - 1
  const numeral = /^第?([一二三四五六七八九十])(?:部分)?$/.exec(wanted)?.[1]
  return numeral === undefined ? -1 : '一二三四五六七八九十'.indexOf(numeral)
}

function plain(title: string): string {
  return title.normalize('NFKC').toLowerCase()
}

/** 理论学习 of 二、理论学习; learning of 2. Learning. */
export function bareTitle(title: string): string {
  return plain(title)
    .replace(/^(?:[一二三四五六七八九十]+、|\d+[.、]\s*)/u, '')
    .trim()
}

/** Ids of the sections that a fact feeds, in the outline's order: at least one, so that nothing recorded is lost. */
export function sectionsFedBy(outline: Outline, about: FeedOf): string[] {
  const fed = outline.sections.filter((section) => feeds(outline, section, about)).map(({ id }) => id)
  if (fed.length > 0) return fed
  const last = outline.sections.findLast(({ feeds }) => !feeds.gaps) ?? outline.sections[0]!
  return [last.id]
}

function feeds(outline: Outline, { feeds, id }: Section, about: FeedOf): boolean {
  if (about.gap) return feeds.gaps
  if (about.essays) return feeds.essays
  if (about.measure !== null) {
    const claimed = outline.sections.some(({ feeds }) => feeds.measures.includes(about.measure ?? ''))
    if (claimed) return feeds.measures.includes(about.measure)
  }
  const { family } = about
  if (about.kinds.length === 0) return family !== null && feeds.families.includes(family)
  return about.kinds.some((kind) => {
    if (feeds.kinds.includes(kind)) return true
    const elsewhere = outline.sections.some((other) => other.id !== id && other.feeds.kinds.includes(kind))
    return !elsewhere && family !== null && feeds.families.includes(family)
  })
}
