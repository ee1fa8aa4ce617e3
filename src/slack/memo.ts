import { notStored } from '../storage-words.ts'
import { z } from 'zod'
import { MemberFacingError } from '../errors.ts'

/** A count or a number of something, as a button's value writes it. */
const number = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)

/**
 * What a form or a button carries along as JSON. Slack keeps both for as long as people do, so it may have been written
 * by another version of this program: throws what to say when it does not fit.
 */
export function readMemo<T>(schema: z.ZodType<T>, carried: string): T {
  return fitting(z.string().transform(toJson).pipe(schema), carried)
}

/** A number that is all of a button's value. Throws as `readMemo` does. */
export function readNumber(value: string): number {
  return fitting(number, value)
}

/** What a button names with numbers behind it: D-3, D-3:2, D-3:2:5. Throws as `readMemo` does. */
export function readStamp(value: string): [name: string, ...numbers: number[]] {
  const [name = '', ...rest] = value.split(':')
  return [fitting(z.string().min(1), name), ...fitting(z.array(number), rest)]
}

/** A part of a button's value, checked. Throws as `readMemo` does. */
export function fitting<T>(schema: z.ZodType<T>, part: unknown): T {
  const found = schema.safeParse(part)
  if (found.success) return found.data
  throw new MemberFacingError({
    zh: `这个表单或按钮出自文书的另一个版本，现在读不懂了，${notStored.memo.zh}。请重新打开它（再用一次命令）。`,
    en: `This form or button is from another version of Wenshu and cannot be read any more; ${notStored.memo.en}. Open it again with its command.`,
  })
}

function toJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    context.addIssue('no JSON')
    return z.NEVER
  }
}
