import { isEdge, type Line } from './words/line.ts'
import type { RecordFamily } from './words/reading.ts'

const part =
  '(?:(?:(?:19|20)\\d{2}年)?第[\\d〇零一二三四五六七八九十百]{1,5}[卷章期版册节讲篇辑集部条号]){0,3}(?:[、和及]第[\\d〇零一二三四五六七八九十百]{1,5}[卷章期版册节讲篇辑集部条号]){0,5}(?:\\([^()\\n]{1,20}\\))?'
const catalog = new RegExp(`《[^《》\\n]{1,120}(?:《[^《》\\n]{1,80}》[^《》\\n]{0,60})?》${part}`, 'gu')
/** notes on 《…》: the book completes the words before it. */
const within = /[\p{L}\d] (?:on|about|of|from|in|after) ?$/u
const quoted = /“[^“”\n]{1,120}”|"[^"\n]{1,120}"/gu

/**
 * Takes 《…》 with the volume or issue that belongs to it, and "quoted" words. In a study session they are materials, and
 * stay in the title where they are part of a sentence (收看“党课开讲啦”第3课). In an activity they are the thing done
 * (《工作参阅》第1期): title. Nothing inside them is read as a field.
 */
export function readMaterials(line: Line, family: RecordFamily): string[] {
  const materials: string[] = []
  for (const pattern of [catalog, quoted]) {
    const text = line.free
    for (const match of text.matchAll(pattern)) {
      const to = match.index + match[0].length
      const alone =
        !within.test(text.slice(Math.max(0, match.index - 12), match.index)) &&
        isEdge(text, match.index - 1) &&
        isEdge(text, to) &&
        !/[(\w,=]/.test(text.charAt(match.index - 1))
      const isBook = pattern === catalog
      if ((family === 'activity' && !(isBook && isRead(text, match.index, to))) || (!isBook && !alone)) {
        line.claim(match.index, to, 'title', undefined, true)
        continue
      }
      const words = line.words(match.index, to)
      const material = isBook ? words : words.slice(1, -1).trim()
      if (material === '') continue
      materials.push(material)
      line.claim(match.index, to, 'materials', material, !alone || family === 'activity')
    }
  }
  return [...new Set(materials)]
}

/** 共读《…》, 《…》读书会: a book that was read or shared is a material in an activity too. */
function isRead(text: string, from: number, to: number): boolean {
  return (
    /(?:共读|同读|品读|研读|精读|领读|荐读|阅读|读了?|分享|观看|收看)$/u.test(
      text.slice(Math.max(0, from - 10), from),
    ) ||
    /^\s?(?:读书|分享会|共读|导读|阅读会)/u.test(text.slice(to, to + 6)) ||
    /book club|reading (?:club|group)|读书会/u.test(text)
  )
}

/** 材料：《A》、《B》 takes the books; 材料：省市文件 the words. */
export function materialsNamed(line: Line, from: number, to: number): string[] {
  const value = line.plain.slice(from, to)
  const catalogs = [...value.matchAll(catalog)]
  const pieces =
    catalogs.length > 0
      ? catalogs.map((match) => [from + match.index, from + match.index + match[0].length] as const)
      : [...value.matchAll(/[^、,，]+/gu)].map(
          (match) => [from + match.index, from + match.index + match[0].length] as const,
        )
  return pieces.map(([start, end]) => line.words(start, end)).filter((words) => words !== '')
}

/** Where the list of books after 材料： ends. */
export function endOfBooks(text: string, from: number): number | null {
  const list = new RegExp(`(?:${catalog.source}[、,，和及\\s]{0,3})+`, 'uy')
  list.lastIndex = from
  const match = list.exec(text)
  return match === null ? null : from + match[0].replace(/[、,，和及\s]+$/u, '').length
}
