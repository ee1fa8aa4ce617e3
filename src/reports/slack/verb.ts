import { MemberFacingError } from '../../errors.ts'
import type { Verb } from '../../members/caller.ts'

/** A word after `/report`. */
export type ReportVerb = Verb

/** `D-3`, `d3`, `D-3 v2`, `D-3 第2版`: a draft and, when it is said, one of its versions. Throws how to write it. */
export function readDraftName(text: string): { readonly id: string; readonly version: number | null } {
  const found = /^d-?(\d{1,9})(?:\s+(?:v|version\s*|第\s*)?(\d{1,9})\s*版?)?$/i.exec(
    text.normalize('NFKC').trim(),
  )
  if (found === null) {
    const shown = text.slice(0, 40)
    throw new MemberFacingError({
      zh: `“${shown}”不是草稿的编号。请写成 D-3，或 D-3 v2 表示第 2 版；用 /report status 查看编号。`,
      en: `"${shown}" is no draft. Write D-3, or D-3 v2 for its version 2; /report status shows the numbers.`,
    })
  }
  return { id: `D-${Number(found[1])}`, version: found[2] === undefined ? null : Number(found[2]) }
}
