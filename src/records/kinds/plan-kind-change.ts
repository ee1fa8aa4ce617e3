import { MemberFacingError } from '../../errors.ts'
import { foldName } from '../../text/names.ts'
import type { Family } from '../record/record.ts'
import { checkName, findCalled, newId, requireFree, type Called, type CalledWhat } from './names.ts'
import type { KindState } from '../vocabulary/words-store.ts'

/** What an admin asks to be done to the kinds. Names are as typed. */
export type KindChange =
  | {
      readonly verb: 'add'
      readonly family: Family
      readonly nameZh: string
      readonly nameEn: string | null
    }
  | {
      readonly verb: 'rename'
      readonly name: string
      readonly nameZh: string | null
      readonly nameEn: string | null
    }
  | { readonly verb: 'alias' | 'unalias'; readonly name: string; readonly aliases: readonly string[] }
  | { readonly verb: 'merge'; readonly name: string; readonly into: string }
  | { readonly verb: 'retire' | 'restore'; readonly name: string }

/** A kind before (null: it is new) and after a change; `target` of a merge or of one taken back. */
export type KindChanged = {
  readonly before: KindState | null
  readonly after: KindState
  readonly target: KindState | null
}

const WHAT: CalledWhat = { zh: '类别', en: 'kind', list: '/wenshu kinds' }

type Step = { readonly before: KindState | null; readonly after: KindState }
type Plan = KindChanged & { readonly changed: readonly Step[] }

/** Which kinds become what. Pure. Throws what to say. */
export function planKindChange(kinds: readonly KindState[], change: KindChange): Plan {
  switch (change.verb) {
    case 'add':
      return planAdd(kinds, change)
    case 'rename':
      return planRename(kinds, change)
    case 'alias':
    case 'unalias':
      return planAliases(kinds, change)
    case 'merge':
      return planMerge(kinds, change)
    case 'retire':
      return planRetire(kinds, change.name)
    case 'restore':
      return planRestore(kinds, change.name)
    default:
      return change satisfies never
  }
}

function planAdd(kinds: readonly KindState[], change: KindChange & { verb: 'add' }): Plan {
  const { family } = change
  const nameZh = checkName(change.nameZh)
  const nameEn = change.nameEn === null ? nameZh : checkName(change.nameEn)
  const others = calledOf(kinds, family)
  for (const name of [nameZh, nameEn]) requireFree(others, name, [], WHAT)
  const id = newId(
    nameEn,
    `${family}-kind`,
    kinds.map((kind) => kind.id),
  )
  return only(null, { id, family, nameZh, nameEn, aliases: [], mergedInto: null, retired: false })
}

function planRename(kinds: readonly KindState[], change: KindChange & { verb: 'rename' }): Plan {
  const before = kindInUse(kinds, change.name)
  const nameZh = change.nameZh === null ? before.nameZh : checkName(change.nameZh)
  const nameEn = change.nameEn === null ? before.nameEn : checkName(change.nameEn)
  for (const name of [nameZh, nameEn]) {
    requireFree(calledOf(kinds, before.family), name, [before.id, ...mergedInto(kinds, before)], WHAT)
  }
  // What it was called goes on leading to it.
  const aliases = withNames(before.aliases, [before.nameZh, before.nameEn]).filter(
    (alias) => !sameName(alias, nameZh) && !sameName(alias, nameEn),
  )
  return only(before, { ...before, nameZh, nameEn, aliases })
}

function planAliases(kinds: readonly KindState[], change: KindChange & { verb: 'alias' | 'unalias' }): Plan {
  const before = kindInUse(kinds, change.name)
  if (change.verb === 'unalias') return only(before, withoutAliases(before, change.aliases))
  const names = change.aliases.map(checkName)
  for (const name of names) {
    requireFree(calledOf(kinds, before.family), name, [before.id, ...mergedInto(kinds, before)], WHAT)
  }
  const known = [before.nameZh, before.nameEn]
  const fresh = names.filter((name) => !known.some((other) => sameName(name, other)))
  return only(before, { ...before, aliases: withNames(before.aliases, fresh) })
}

function withoutAliases(kind: KindState, aliases: readonly string[]): KindState {
  for (const alias of aliases) {
    if (kind.aliases.some((known) => sameName(known, alias))) continue
    throw new MemberFacingError({
      zh: `“${alias}”不是“${kind.nameZh}”的别名。它的别名有：${kind.aliases.join('、') || '（无）'}`,
      en: `"${alias}" is no alias of "${kind.nameEn}". Its aliases: ${kind.aliases.join(', ') || '(none)'}`,
    })
  }
  const left = kind.aliases.filter((known) => !aliases.some((alias) => sameName(known, alias)))
  return { ...kind, aliases: left }
}

/** Its names lead to the target from now on, and what was merged into it earlier goes along. */
function planMerge(kinds: readonly KindState[], change: KindChange & { verb: 'merge' }): Plan {
  const before = kindByName(kinds, change.name)
  if (before.mergedInto !== null) throw alreadyMerged(before, kinds)
  const target = kindInUse(kinds, change.into)
  if (before.id === target.id) {
    throw new MemberFacingError({
      zh: `“${change.name}”和“${change.into}”已是同一个类别“${target.nameZh}”。`,
      en: `"${change.name}" and "${change.into}" are one kind already: "${target.nameEn}".`,
    })
  }
  if (before.family !== target.family) {
    throw new MemberFacingError({
      zh: `“${before.nameZh}”和“${target.nameZh}”一个是学习、一个是活动，不能合并。`,
      en: `"${before.nameEn}" and "${target.nameEn}" cannot be merged: one is study, the other an activity.`,
    })
  }
  const after = { ...before, mergedInto: target.id }
  const own = [target.nameZh, target.nameEn]
  const names = [before.nameZh, before.nameEn, ...before.aliases].filter(
    (name) => !own.some((other) => sameName(name, other)),
  )
  const grown = { ...target, aliases: withNames(target.aliases, names) }
  const followers = kinds.filter(({ mergedInto }) => mergedInto === before.id)
  return {
    before,
    after,
    target: grown,
    changed: [
      { before, after },
      { before: target, after: grown },
      ...followers.map((kind) => ({ before: kind, after: { ...kind, mergedInto: target.id } })),
    ],
  }
}

function planRetire(kinds: readonly KindState[], name: string): Plan {
  const before = kindInUse(kinds, name)
  return only(before, { ...before, retired: true })
}

/** A retired kind may be chosen again; a merged one stands for itself again, and takes its names back. */
function planRestore(kinds: readonly KindState[], name: string): Plan {
  const former = kinds.filter(({ mergedInto, retired }) => retired || mergedInto !== null)
  const before = findCalled(former.map(called), name, WHAT).kind
  const restored = { ...before, mergedInto: null, retired: false }
  const target = kinds.find(({ id }) => id === before.mergedInto) ?? null
  if (target === null) return only(before, restored)
  const names = [before.nameZh, before.nameEn, ...before.aliases]
  if (names.some((name) => sameName(name, target.nameZh) || sameName(name, target.nameEn))) {
    throw new MemberFacingError({
      zh: `“${target.nameZh}”现在用着它的名称，请先给“${target.nameZh}”改名。`,
      en: `"${target.nameEn}" bears its name now. Rename that one first.`,
    })
  }
  const left = target.aliases.filter((alias) => !names.some((name) => sameName(alias, name)))
  const shrunk = { ...target, aliases: left }
  return {
    before,
    after: restored,
    target: shrunk,
    changed: [
      { before: target, after: shrunk },
      { before, after: restored },
    ],
  }
}

function only(before: KindState | null, after: KindState): Plan {
  return { before, after, target: null, changed: [{ before, after }] }
}

/** By any of its names; one in use goes before a former one that was called so. */
export function kindByName(kinds: readonly KindState[], name: string): KindState {
  return findCalled(kinds.map(called), name, WHAT).kind
}

function kindInUse(kinds: readonly KindState[], name: string): KindState {
  const kind = kindByName(kinds, name)
  if (kind.mergedInto !== null) throw alreadyMerged(kind, kinds)
  if (kind.retired) {
    throw new MemberFacingError({
      zh: `类别“${kind.nameZh}”已停用。先用 /wenshu kind restore ${kind.nameZh} 恢复。`,
      en: `The kind "${kind.nameEn}" is retired. Bring it back first: /wenshu kind restore ${kind.nameEn}`,
    })
  }
  return kind
}

function alreadyMerged(kind: KindState, kinds: readonly KindState[]): MemberFacingError {
  const target = kinds.find(({ id }) => id === kind.mergedInto)
  return new MemberFacingError({
    zh: `“${kind.nameZh}”已并入“${target?.nameZh ?? kind.mergedInto ?? ''}”。要分开，用 /wenshu kind restore ${kind.nameZh}`,
    en: `"${kind.nameEn}" is merged into "${target?.nameEn ?? kind.mergedInto ?? ''}". To part them: /wenshu kind restore ${kind.nameEn}`,
  })
}

type CalledKind = Called & { readonly kind: KindState }

function called(kind: KindState): CalledKind {
  const inUse = !kind.retired && kind.mergedInto === null
  return { id: kind.id, names: [kind.nameZh, kind.nameEn, ...kind.aliases], inUse, kind }
}

/** Names within a family lead to one kind; /study and /activity are told apart by the command. */
function calledOf(kinds: readonly KindState[], family: Family): CalledKind[] {
  return kinds.filter((kind) => kind.family === family).map(called)
}

function mergedInto(kinds: readonly KindState[], target: KindState): string[] {
  return kinds.filter(({ mergedInto }) => mergedInto === target.id).map(({ id }) => id)
}

function withNames(aliases: readonly string[], names: readonly string[]): string[] {
  const all = [...aliases]
  for (const name of names) if (!all.some((known) => sameName(known, name))) all.push(name)
  return all
}

function sameName(one: string, other: string): boolean {
  return foldName(one) === foldName(other)
}
