import { MemberFacingError } from '../../errors.ts'
import { foldName, namesOf, nearest } from '../../text/names.ts'

/** The longest name that fits a form's option beside others, in UTF-16 units. */
const LONGEST = 40

/** Anything that is called by names: a kind or a measure, in use or not. */
export type Called = {
  readonly id: string
  readonly names: readonly string[]
  /** Whether it can be chosen. */
  readonly inUse: boolean
}

/** What the messages call it: 类别 or 指标, and where it is listed. */
export type CalledWhat = { readonly zh: string; readonly en: string; readonly list: string }

/**
 * A name as it is stored: one line, single spaces. Throws for one that is empty, too long, has no letter, or holds a
 * sign that commands are written with: nobody could type it again.
 */
export function checkName(text: string): string {
  const name = text.normalize('NFC').replaceAll(/\s+/g, ' ').trim()
  if (name === '') {
    throw new MemberFacingError({ zh: '名称不能为空。', en: 'A name must not be empty.' })
  }
  if (name.length > LONGEST) {
    throw new MemberFacingError({
      zh: `“${name.slice(0, LONGEST)}…”太长：名称最多 ${LONGEST} 个字。`,
      en: `"${name.slice(0, LONGEST)}…" is too long: a name has ${LONGEST} characters at most.`,
    })
  }
  if (!/\p{L}/u.test(name) || /[\p{Cc}\p{Cf}<>/／→=＝,，、;；《》]/u.test(name)) {
    throw new MemberFacingError({
      zh: `“${name}”不能作名称：名称里要有文字，且不能有 < > / → = , 、 ; 《》。`,
      en: `"${name}" cannot be a name: it needs a letter, and none of < > / → = , 、 ; 《》.`,
    })
  }
  return name
}

/** The one called so, whatever its width and case. Throws with the nearest names when there is none. */
export function findCalled<T extends Called>(all: readonly T[], text: string, what: CalledWhat): T {
  const wanted = foldName(text)
  const called = all.filter(({ names }) => names.some((name) => foldName(name) === wanted))
  const found = called.find(({ inUse }) => inUse) ?? called[0]
  if (found !== undefined) return found
  const near = nearest(namesOf(all.flatMap((one) => one.names.map((name) => [name, one] as const))), text, 3)
    .filter(({ likeness }) => likeness > 0)
    .map(({ thing }) => thing.names[0] ?? thing.id)
  throw new MemberFacingError({
    zh: `没有叫“${text}”的${what.zh}。${near.length > 0 ? `相近的有：${near.join('、')}。` : ''}用 ${what.list} 查看全部。`,
    en: `There is no ${what.en} called "${text}". ${near.length > 0 ? `Nearest: ${near.join(', ')}. ` : ''}See them all with ${what.list}.`,
  })
}

/** Throws when another one is already called so: a name must lead to one thing. */
export function requireFree(
  all: readonly Called[],
  name: string,
  except: readonly string[],
  what: CalledWhat,
): void {
  const wanted = foldName(name)
  const holders = all.filter(
    ({ id, names }) => !except.includes(id) && names.some((known) => foldName(known) === wanted),
  )
  const holder = holders.find(({ inUse }) => inUse) ?? holders[0]
  if (holder === undefined) return
  const holderName = holder.names[0] ?? holder.id
  const advice = holder.inUse
    ? {
        zh: '请换一个名称，或先用 unalias 去掉那个别名。',
        en: 'Choose another name, or take that alias away with unalias first.',
      }
    : {
        zh: '它已停用或已合并；可用 restore 恢复。',
        en: 'It is retired or merged; bring it back with restore.',
      }
  throw new MemberFacingError({
    zh: `“${name}”已是${what.zh}“${holderName}”的名称。${advice.zh}`,
    en: `"${name}" already names the ${what.en} "${holderName}". ${advice.en}`,
  })
}

/** An id for a new one: from its English name, numbered when it is taken. */
export function newId(name: string, fallback: string, taken: readonly string[]): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  const base = slug === '' ? fallback : slug
  let id = base
  for (let next = 2; taken.includes(id); next += 1) id = `${base}-${next}`
  return id
}
