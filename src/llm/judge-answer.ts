/** Why an answer's text must not be used; null: it may be. */
export type TextVerdict = 'empty' | 'refused' | 'looping' | null

/**
 * Judges a whole answer.
 * - empty: no letter, digit or slot in it;
 * - refused: it opens by declining, and is short or holds no slot. Reports do not open with an apology;
 * - looping: see `isLooping`.
 */
export function judgeAnswer(text: string): TextVerdict {
  if (!/[\p{L}\p{N}]/u.test(text)) return 'empty'
  if (isRefusal(text)) return 'refused'
  if (isLooping(text)) return 'looping'
  return null
}

/** The first sentences, where a refusal stands. */
const OPENING = 160
/** An answer that is longer and cites facts is a section, whatever its first words are. */
const SHORT = 600

const DECLINES: readonly RegExp[] = [
  /(抱歉|对不起|很遗憾|不好意思)[^。！？\n]{0,20}?(我|本助手|作为)?[^。！？\n]{0,12}?(无法|不能|不便|没有办法|拒绝)/u,
  /^\W{0,4}我(无法|不能|不可以|没有办法)(为您|为你|帮您|帮你|协助|提供|完成|撰写|生成|回答|满足)/u,
  /作为(一个|一名)?(AI|人工智能|大?语言模型|智能助手)[^。！？\n]{0,30}?(无法|不能|不便|没有)/iu,
  /\b(i['’]m|i am|we['’]re) (very |so |really )?(sorry|afraid)\b[^.!?\n]{0,40}\b(can['’]?t|cannot|can not|unable|won['’]t|not able)\b/iu,
  /^\W{0,4}(sorry,?|unfortunately,?)\s+(but\s+)?i\s+(can['’]?t|cannot|can not|am unable|won['’]t|am not able)\b/iu,
  /^\W{0,4}i\s+(can['’]?t|cannot|can not|am unable to|won['’]t|am not able to)\s+(help|assist|comply|provide|write|create|do|fulfil|fulfill|answer|generate)\b/iu,
  /\bas an? (ai|artificial intelligence|large language|language)\b[^.!?\n]{0,60}\b(can['’]?t|cannot|can not|unable|won['’]t|not able)\b/iu,
]

/** Whether the answer declines instead of writing. */
export function isRefusal(text: string): boolean {
  const opening = text.trimStart().slice(0, OPENING)
  if (!DECLINES.some((declines) => declines.test(opening))) return false
  return text.length <= SHORT || !/\{\{[frp]\d+~?\}\}/.test(text)
}

/** How often the same sentence may stand in one answer, and from how many letters on it counts as one. */
const SENTENCE_TIMES = 5
const SENTENCE_LETTERS = 10
/** A unit this short, written over and over to the end, is a loop from so many times and characters on. */
const UNIT_LONGEST = 200
const UNIT_TIMES = 6
const UNIT_COVERS = 120
/** Lines of dashes and dots are layout for a while. */
const SIGNS_COVER = 1_000
/** In the last WINDOW characters, at least so many of the shingles must differ. */
const WINDOW = 4_000
const SHINGLE = 40
const SHINGLES_LEAST = 400
const DIFFERENT_LEAST = 0.4

/**
 * Whether a text says the same over and over: one sentence five times, a short unit to its end, or few different
 * shingles in its last 4,000 characters. 【待补：…】 and [to be added: …] are expected to recur, and do not count.
 * It may be asked while the text still comes; a text that loops stays looping as the loop goes on.
 */
export function isLooping(text: string): boolean {
  const said = text.replaceAll(/【待[补核][^】]*】|\[to (?:be added|check)[^\]]*\]/gu, '')
  return repeatsASentence(said) || endsInAUnit(said) || saysLittle(said)
}

function repeatsASentence(text: string): boolean {
  const times = new Map<string, number>()
  for (const sentence of text.split(/[。！？!?；;\n]|\.(?=\s|$)/u)) {
    const letters = sentence.replaceAll(/[^\p{L}\p{N}]/gu, '')
    if (letters.length < SENTENCE_LETTERS) continue
    const sofar = (times.get(letters) ?? 0) + 1
    if (sofar >= SENTENCE_TIMES) return true
    times.set(letters, sofar)
  }
  return false
}

function endsInAUnit(text: string): boolean {
  const end = text.trimEnd().slice(-Math.max(UNIT_LONGEST * UNIT_TIMES, SIGNS_COVER))
  for (let unit = 1; unit <= UNIT_LONGEST && unit < end.length; unit += 1) {
    const covered = coveredByUnit(end, unit)
    const isLayout = !/[\p{L}\p{N}]/u.test(end.slice(-unit))
    if (covered >= unit * UNIT_TIMES && covered >= (isLayout ? SIGNS_COVER : UNIT_COVERS)) return true
  }
  return false
}

/** How many characters at the end are the last `unit` ones written again and again. */
function coveredByUnit(end: string, unit: number): number {
  let at = end.length - 1 - unit
  while (at >= 0 && end[at] === end[at + unit]) at -= 1
  return end.length - 1 - at
}

function saysLittle(text: string): boolean {
  const end = text.slice(-WINDOW)
  const shingles = end.length - SHINGLE + 1
  if (shingles < SHINGLES_LEAST) return false
  const different = new Set<string>()
  for (let at = 0; at < shingles; at += 1) different.add(end.slice(at, at + SHINGLE))
  return different.size / shingles < DIFFERENT_LEAST
}
