import { inertText, type Line } from './words/line.ts'
import type { VocabularyKind } from './words/reading.ts'

export const longestTitle = 300

/** Words that only tied a field to the sentence, and say nothing once the field is out. */
const ties =
  /^(?:[\p{P}\s~]|共建|联建|结对|一共|总共|共计|共有|共|合计|约|了|的|与|和|及|在|于|由|是|我们?|参加|参与|出席|到场|参会|一起|历时|时长|为|并|on|at|for|with|and|by|in|from|the|of|an?|to|about|around|attended|attending|joined|total|together|we|i|=|\+|\|)+$/iu
const trailing =
  /(?:\s(?:on|at|for|with|and|by|in|from|of|to|about|around|lasted|lasting|attended by)|(?:[共和与及]|(?<![签邀节条简预特])约))$/iu

/** What is left of the line once every field is out, put together and trimmed. Takes it for the title. */
export function readTitle(line: Line): string {
  const pieces: { from: number; to: number }[] = []
  let at = 0
  const claims = line.claims()
  const push = (from: number, to: number): void => {
    const last = pieces.at(-1)
    if (last !== undefined && last.to === from) last.to = to
    else if (to > from) pieces.push({ from, to })
  }
  for (const claim of claims) {
    push(at, claim.from)
    if (claim.inTitle) push(claim.from, claim.to)
    at = Math.max(at, claim.to)
  }
  push(at, line.plain.length)
  const free = line.free
  const words = pieces.map(({ from, to }) => wordsOfPiece(line, from, to)).filter((piece) => piece !== '')
  for (const { from, to } of unclaimedPieces(free)) {
    if (!isTie(line.words(from, to))) line.claim(from, to, 'title')
  }
  return tidy(inertText(words.join(' ')))
}

function wordsOfPiece(line: Line, from: number, to: number): string {
  const raw = line.words(from, to)
  const words = tidy(raw)
  if (isTie(raw) || isTie(words)) return ''
  const followed = to < line.plain.length
  // 45 minutes of Spanish: the field before it is out.
  const own = from > 0 ? words.replace(/^of\s(?=\S)/i, '') : words
  return followed ? tidy(own.replace(trailing, '')) : own
}

/** Symbols and emoji alone are no title: 🎉, :tada:. */
function isTie(words: string): boolean {
  return ties.test(words) || /^(?:[\p{P}\p{S}\s\p{M}\u200d]|:[a-z0-9_+-]{1,40}:)*$/u.test(words)
}

function unclaimedPieces(free: string): { from: number; to: number }[] {
  return [...free.matchAll(/[^\u0000\ue000]+/g)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
  }))
}

/** White space runs, and separators that stood between fields, at the ends and side by side. */
export function tidy(words: string): string {
  return words
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/(?:\s?[,，、;；|]){2,}/gu, '，')
    .replaceAll(/\s+([,，、;；。])/gu, '$1')
    .replace(/^[\s,，、;；。.:：|\-–—·/+]+/u, '')
    .replace(/^[~～]+\s|\s[~～]+$/gu, '')
    .replace(/\s?[（(【[]+$/u, '')
    .replace(/^[）)】\]]+\s?/u, '')
    .replace(/^(?:（([^（）]*)）|\(([^()]*)\)|【([^【】]*)】)$/u, '$1$2$3')
    .replace(/[\s,，、;；。:：|\-–—·/+]+$/u, '')
    .trim()
}

/** 集中学习《…》第四卷: kind and materials, when the line has no words of its own. Empty without either. */
export function derivedTitle(
  kind: VocabularyKind | null,
  materials: readonly string[],
  chinese: boolean,
): string {
  const [zh = '', en = zh] = kind?.names ?? []
  if (chinese) return `${zh}${materials.join('、')}`
  return [en, materials.join(', ')].filter((part) => part !== '').join(': ')
}
