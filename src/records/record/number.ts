import { MemberFacingError } from '../../errors.ts'
import { FAMILY_PREFIX, type Family } from './record.ts'

/** A record's number as people write it: S-42, s42, ｓ－42, and 42 after the command of its family. */
export function numberOf(typed: string, family: Family): string {
  const text = folded(typed)
  const digits = /^([SA]?)-?(\d{1,9})$/.exec(text)
  if (digits === null) return text
  return `${digits[1] === '' ? FAMILY_PREFIX[family] : (digits[1] ?? '')}-${Number(digits[2])}`
}

/** Whether a word can only be a record's number: it has the letter, the dash and digits. */
export function isNumber(word: string): boolean {
  return /^[SA]-\d{1,9}$/.test(folded(word))
}

function folded(typed: string): string {
  return typed.normalize('NFKC').replaceAll(/[–—−]/g, '-').trim().toUpperCase()
}

/** There is no such record; nothing typed in its place is said as nothing. */
export function noSuchRecord(id: string): MemberFacingError {
  return new MemberFacingError(
    id === ''
      ? { zh: '请写记录的编号，像 S-42 或 A-17。', en: 'Give the number of the record, like S-42 or A-17.' }
      : {
          zh: `没有编号为“${id}”的记录。编号像 S-42 或 A-17。`,
          en: `There is no record "${id}". Numbers look like S-42 or A-17.`,
        },
  )
}
