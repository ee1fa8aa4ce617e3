import { randomBytes } from 'node:crypto'

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** A new id like Slack's: the letter of its kind and ten capitals or digits. */
export function newId(kind: 'B' | 'A' | 'V' | 'F' | 'E' | 'T' | 'P'): string {
  return kind + Array.from(randomBytes(10), (byte) => LETTERS[byte % LETTERS.length]).join('')
}

/** Something nobody can guess, for tokens and one-time addresses. */
export function newSecret(): string {
  return randomBytes(18).toString('base64url')
}

/** The direct message between a user and the bot always has the same id. */
export function directMessageId(user: string): string {
  return `D${user.slice(1)}`
}
