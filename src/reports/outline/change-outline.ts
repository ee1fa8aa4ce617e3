import { MemberFacingError } from '../../errors.ts'
import type { LocalizedText } from '../../locale.ts'
import type { HouseStyle, Outline, Section } from './outline.ts'

const MOST_SECTIONS = 30
const NUMERALS = '一二三四五六七八九十'

/** What a section is asked to be; its id stays once it has one. */
export type SectionWish = Omit<Section, 'id'>

/**
 * Adds a section at a place (0: first; past the end: last). `id` must never have been another section's, since drafts
 * are found by it. Throws MemberFacingError when there are too many. Pure.
 */
export function addSection(outline: Outline, id: string, wish: SectionWish, place: number): Outline {
  if (outline.sections.length >= MOST_SECTIONS) {
    throw new MemberFacingError({
      zh: `一份提纲最多 ${MOST_SECTIONS} 个部分。请先删去或合并。`,
      en: `An outline holds at most ${MOST_SECTIONS} sections. Take one out first.`,
    })
  }
  return placed(outline, outline.sections, { id, ...wish }, place)
}

/** Changes a section and moves it to a place. Throws MemberFacingError when somebody has taken it out. Pure. */
export function changeSection(outline: Outline, id: string, wish: SectionWish, place: number): Outline {
  requireSection(outline, id)
  const others = outline.sections.filter((section) => section.id !== id)
  return placed(outline, others, { id, ...wish }, place)
}

/** Takes a section out; its drafts stay. Throws MemberFacingError for the last one. Pure. */
export function removeSection(outline: Outline, id: string): Outline {
  requireSection(outline, id)
  if (outline.sections.length === 1) {
    throw new MemberFacingError({
      zh: '提纲至少要有一个部分，最后一个不能删去。',
      en: 'An outline needs at least one section; the last one cannot be taken out.',
    })
  }
  const sections = outline.sections.filter((section) => section.id !== id)
  return renumbered({ ...outline, sections }, outline)
}

export function changeStyle(outline: Outline, name: string, style: HouseStyle): Outline {
  return { ...outline, name, style }
}

function requireSection({ sections }: Outline, id: string): void {
  if (sections.some((section) => section.id === id)) return
  throw new MemberFacingError({
    zh: '这一部分已经被别人删去了。请用 /report outline 重新打开。',
    en: 'Somebody has taken this section out meanwhile. Open the outline again with /report outline.',
  })
}

function placed(outline: Outline, others: readonly Section[], section: Section, place: number): Outline {
  const at = Math.max(0, Math.min(place, others.length))
  const sections = [...others.slice(0, at), section, ...others.slice(at)]
  return renumbered({ ...outline, sections }, outline)
}

const NUMBERED = /^(?:[一二三四五六七八九十]{1,3}、|\d{1,2}[.、．]\s*)/u

/** Where most titles of the outline were numbered, all are, by their place. */
function renumbered(outline: Outline, before: Outline): Outline {
  const numbered = before.sections.filter(({ title }) => NUMBERED.test(title)).length
  if (2 * numbered <= before.sections.length) return outline
  const sections = outline.sections.map((section, place) => {
    const bare = section.title.replace(NUMBERED, '').trim()
    return { ...section, title: `${numberOf(place + 1, outline.locale)}${bare}` }
  })
  return { ...outline, sections }
}

function numberOf(number: number, locale: Outline['locale']): string {
  if (locale === 'en') return `${number}. `
  const [tens, ones] = [Math.floor(number / 10), number % 10]
  const ten = tens === 0 ? '' : `${tens === 1 ? '' : NUMERALS[tens - 1]}十`
  return `${ten}${ones === 0 ? '' : NUMERALS[ones - 1]}、`
}

/** What differs between two forms of an outline, a line each. Pure. */
export function outlineChanges(before: Outline, after: Outline): LocalizedText[] {
  const old = new Map(before.sections.map((section) => [section.id, section]))
  const fresh = new Map(after.sections.map((section) => [section.id, section]))
  const kept = (outline: Outline, other: ReadonlyMap<string, Section>) =>
    outline.sections.flatMap(({ id }) => (other.has(id) ? [id] : [])).join()
  return [
    ...after.sections
      .filter(({ id }) => !old.has(id))
      .map(({ title }) => ({ zh: `新增“${title}”`, en: `added "${title}"` })),
    ...before.sections
      .filter(({ id }) => !fresh.has(id))
      .map(({ title }) => ({ zh: `删去“${title}”`, en: `took out "${title}"` })),
    ...after.sections.flatMap((section) => {
      const was = old.get(section.id)
      return was === undefined ? [] : sectionChanges(was, section)
    }),
    ...(kept(before, fresh) === kept(after, old) ? [] : [{ zh: '调整了顺序', en: 'changed the order' }]),
    ...(before.name === after.name
      ? []
      : [{ zh: `名称改为“${after.name}”`, en: `named it "${after.name}"` }]),
    ...(same(before.style, after.style) ? [] : [{ zh: '改了行文要求', en: 'changed the house style' }]),
  ]
}

function sectionChanges(was: Section, is: Section): LocalizedText[] {
  const bare = (title: string): string => title.replace(NUMBERED, '').trim()
  const title = bare(is.title)
  const changed = [
    ...(same(was.brief, is.brief) ? [] : [{ zh: '写作要求', en: 'brief' }]),
    ...(same(was.feeds, is.feeds) ? [] : [{ zh: '取材', en: 'what feeds it' }]),
    ...(same(was.length, is.length) ? [] : [{ zh: '篇幅', en: 'length' }]),
  ]
  return [
    ...(bare(was.title) === title
      ? []
      : [{ zh: `“${bare(was.title)}”改名为“${title}”`, en: `renamed "${bare(was.title)}" to "${title}"` }]),
    ...(changed.length === 0
      ? []
      : [
          {
            zh: `改了“${title}”的${changed.map(({ zh }) => zh).join('、')}`,
            en: `changed the ${changed.map(({ en }) => en).join(', ')} of "${title}"`,
          },
        ]),
  ]
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
