import { isNumber } from '../record/number.ts'

/** What /study and /activity are asked to do: the first word says it, and anything else is a line to log. */
export type RecordVerb = 'help' | 'list' | 'mine' | 'show' | 'edit' | 'delete' | 'restore' | 'form' | 'log'

const VERBS: ReadonlyMap<string, RecordVerb> = new Map([
  ['', 'form'],
  ['help', 'help'],
  ['帮助', 'help'],
  ['list', 'list'],
  ['列表', 'list'],
  ['mine', 'mine'],
  ['我的', 'mine'],
  ['show', 'show'],
  ['查看', 'show'],
  ['edit', 'edit'],
  ['修改', 'edit'],
  ['delete', 'delete'],
  ['删除', 'delete'],
  ['restore', 'restore'],
  ['恢复', 'restore'],
])

/** The verb of a command's text and the words behind it. A record's number alone is looked up: nobody logs an S-42. */
export function verbOf(text: string): { readonly verb: RecordVerb; readonly rest: readonly string[] } {
  const [word = '', ...rest] = text.split(/\s+/)
  const verb = VERBS.get(word.toLowerCase())
  // What was restored may as well be logged: only a number makes it a verb.
  if (verb !== undefined && !(verb === 'restore' && rest.length > 1)) return { verb, rest }
  return rest.length === 0 && isNumber(word) ? { verb: 'show', rest: [word] } : { verb: 'log', rest }
}
