import type { Fact } from '../../../claims/facts/fact.ts'
import { isCountingWord } from '../../../text/units.ts'
import { slot, type KindMaterial, type MeasureMaterial } from '../matter/material.ts'
import { inMarks } from '../matter/sayable.ts'

/** What English says of a measure: a verb, its noun for one and for many, and what follows. */
type Phrase = {
  readonly verb: string
  readonly one: string
  readonly many: string
  /** What stands before a record's title: copies of the handbook …. */
  readonly of?: string
}

/** Of the measures that ship, by their Chinese names; an office's own go by their English name. */
const PHRASES: Readonly<Record<string, Phrase>> = {
  发布新闻动态: { verb: 'published', one: 'news item', many: 'news items' },
  赠阅: { verb: 'gave away', one: 'copy', many: 'copies', of: 'of' },
  印发: { verb: 'printed', one: 'copy', many: 'copies', of: 'of' },
  制定工作方案: { verb: 'made', one: 'plan', many: 'plans' },
  设置宣传栏: { verb: 'set up', one: 'display board', many: 'display boards' },
  摆放岗位桌牌: { verb: 'put out', one: 'desk plate', many: 'desk plates' },
  发放工作胸牌: { verb: 'gave out', one: 'badge', many: 'badges' },
  注册审核: { verb: 'reviewed', one: 'registration', many: 'registrations' },
  评选类别: { verb: 'made awards in', one: 'category', many: 'categories' },
  撰写会议类信息: { verb: 'wrote', one: 'meeting report', many: 'meeting reports' },
}
/** published 262 news items; of an office's own measure: recorded 12 short videos */
export function did({ name, fact }: Pick<MeasureMaterial, 'name' | 'fact'>): string {
  const phrase = PHRASES[name]
  if (phrase !== undefined) return `${phrase.verb} ${slot(fact)} ${plural(fact, phrase.one, phrase.many)}`
  return `recorded ${slot(fact)} ${nameOf(fact)}`
}

/** What something stood at, as a sentence without its full stop; `of`: what had it, where a record says so. */
export function level(
  { name, fact }: Pick<MeasureMaterial, 'name' | 'fact'>,
  of: string | null,
  day: string,
): string {
  const figure = slot(fact)
  if (name === '收藏图书') return `The library holds ${figure} ${plural(fact, 'book', 'books')}`
  if (name === '关注人数')
    return `On ${day}, ${of ?? 'the account'} had ${figure} ${plural(fact, 'follower', 'followers')}`
  const whole = `the ${nameOf(fact)}${of === null ? '' : ` of ${of}`}`
  return `On ${day}, ${whole} stood at ${figure}${fact.unit === '%' ? '%' : ''}`
}

/** 105 copies of …: the title is what was counted. */
export function countsItsTitle(name: string): boolean {
  return PHRASES[name]?.of !== undefined
}

/** 7 recited: of those who came to an event, by the measure's name. */
export function amongThem({ name, fact }: Pick<MeasureMaterial, 'name' | 'fact'>): string {
  if (name === '朗诵人数') return `${slot(fact)} of them reciting`
  if (name.endsWith('人数')) return `${slot(fact)} of them as ${nameOf(fact)}`
  return `${slot(fact)} ${nameOf(fact)}`
}

/** The measure's English name when it has one. */
function nameOf(fact: Fact): string {
  return fact.names.find((name) => /^[a-z]/i.test(name)) ?? `“${fact.names[0] ?? fact.label}”`
}

const COUNTABLE =
  /(?:meeting|lecture|discussion|day|seminar|visit|conference|course|workshop|talk|contest|exhibition|briefing|table|circle|campaign)$/i

/** Where the kind's own name makes no noun. */
const EVENTS: Readonly<Record<string, string>> = {
  书香机关: 'reading event',
  家风家教: 'event on family values',
  离退休服务: 'event for retirees',
  评选表彰: 'award ceremony',
  信息报送: 'information report',
}

/** party lectures, sessions of relay study, volunteering events; never "1 family …", which counts families. */
export function nounOf({ zh, en, family }: KindMaterial, isOne: boolean): string {
  const [session, event] = isOne ? ['session', 'event'] : ['sessions', 'events']
  const own = EVENTS[zh]
  if (own !== undefined) return isOne ? own : `${own}s`
  if (COUNTABLE.test(en)) return isOne ? en : `${en}s`
  if (family === 'study') return `${session} of ${en}`
  return isCountingWord((en.split(' ')[0] ?? '').toLowerCase()) ? `${event} of ${en}` : `${en} ${event}`
}

/** a party lecture, an event of … */
export function oneOf(kind: KindMaterial): string {
  const noun = nounOf(kind, true)
  return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`
}

export function plural({ value }: Fact, one: string, many: string): string {
  return value === 1 ? one : many
}

/** 28 people; 379 attendances */
export function heads(fact: Fact): string {
  return fact.unit === '人'
    ? `${slot(fact)} ${plural(fact, 'person', 'people')}`
    : `${slot(fact)} ${plural(fact, 'attendance', 'attendances')}`
}

/** , 2 more than the year before: nothing where the period before is not known, or was the same. */
export function changeClause(change: Fact | null | undefined): string {
  const compares = change?.compares
  if (change === null || change === undefined || compares === undefined) return ''
  return `, ${slot(change)} ${compares.how} than ${compares.than.en}`
}

/** Names that people typed keep their script; marks show where they begin and end. */
export function titled(words: string): string {
  return inMarks(words)
}
