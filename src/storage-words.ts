import type { LocalizedText } from './locale.ts'

/** What is known of a request that something went wrong with. `ids`: under which numbers it stands (S-46), if it has any. */
export type StorageOutcome =
  | { readonly claim: 'stored'; readonly ids: readonly string[] }
  | { readonly claim: 'not stored' }
  | { readonly claim: 'unknown' }

/** S-46; 、 in Chinese, commas in English; nothing without numbers. */
function under(ids: readonly string[]): LocalizedText {
  return ids.length === 0 ? { zh: '', en: '' } : { zh: `为 ${ids.join('、')}`, en: ` as ${ids.join(', ')}` }
}

/** Something broke, and what is known of what was asked. `number`: under which it stands in the log. */
export function failed(outcome: StorageOutcome, number: string): LocalizedText {
  switch (outcome.claim) {
    case 'stored': {
      const { zh, en } = under(outcome.ids)
      return {
        zh: `已经保存${zh}，只是回复时出了错，请不要再做一遍。编号 ${number}。`,
        en: `It is stored${en}; only the answer went wrong, so do not send it again. Its number is ${number}.`,
      }
    }
    case 'not stored':
      return {
        zh: `出错了，什么都没有保存。请再试一次；若仍不行，请把编号 ${number} 告诉管理员。`,
        en: `Something went wrong and nothing was saved. Please try again; if it happens again, give your admin the number ${number}.`,
      }
    case 'unknown':
      return {
        zh: `出错了，现在还不知道有没有保存：数据库没有回答。请先不要重做，查清后会告诉您。编号 ${number}。`,
        en: `Something went wrong, and it is not known yet whether it was saved: the database does not answer. Do not send it again; you will be told. Its number is ${number}.`,
      }
  }
}

/** What was found out later of a request of which it had to be said that nothing is known. */
export function lookedUp(outcome: Exclude<StorageOutcome, { claim: 'unknown' }>): LocalizedText {
  if (outcome.claim === 'not stored')
    return {
      zh: '查清了：刚才那一次没有保存。请再做一次。',
      en: 'It is known now: what you sent was not saved. Please send it again.',
    }
  const { zh, en } = under(outcome.ids)
  return {
    zh: `查清了：刚才那一次已经保存${zh}，不用再做。`,
    en: `It is known now: what you sent is stored${en}. Nothing is left to do.`,
  }
}

/** The button under a line that was given back was pressed once more than needed. */
export function doneBefore(ids: readonly string[]): LocalizedText {
  const { zh, en } = under(ids)
  return {
    zh: `这一条刚才已经办好，保存${zh === '' ? '过了' : zh}，没有再做一遍。`,
    en: `This was carried out before and is stored${en}; it was not done again.`,
  }
}

/** The same form came again with other words in it. */
export function storedBefore(ids: readonly string[]): LocalizedText {
  const { zh, en } = under(ids)
  return {
    zh: `这张表第一次提交时已经保存${zh}；这次改过的内容没有保存。${ids.length > 0 ? '要修改它吗？' : '要改请重新打开。'}`,
    en: `This form was already stored${en} when it was first sent; what you changed since is not saved. ${ids.length > 0 ? 'Edit it?' : 'Open it again to change it.'}`,
  }
}

/** What a sentence says of storage; the words around it say of what. */
export type StorageWords = LocalizedText & { readonly claim: StorageOutcome['claim'] | 'not yet' }

function words(claim: StorageWords['claim'], zh: string, en: string): StorageWords {
  return { claim, zh, en }
}

/** On buttons. */
export const SAVE: LocalizedText = { zh: '保存', en: 'Save' }
export const DISCARD: LocalizedText = { zh: '不保存', en: 'Discard' }

export const notStored = {
  operation: words('not stored', '您的操作没有执行', 'nothing was done'),
  nothing: words('not stored', '什么都没有保存', 'nothing was stored'),
  nothingAtAll: words('not stored', '什么都没有保存', 'Nothing was stored'),
  nothingSaved: words('not stored', '没有保存', 'nothing was saved'),
  sameWords: words('not stored', '没有另存', 'nothing was saved'),
  nothingDone: words('not stored', '什么都没有做', 'Nothing was done'),
  nothingImported: words('not stored', '什么都没有导入', 'Nothing was imported'),
  importedTwice: words('not stored', '没有重复导入', 'nothing was imported twice'),
  storedTwice: words('not stored', '没有重复导入', 'nothing was stored twice'),
  loggedAgain: words('not stored', '没有再记一次', 'nothing was logged again'),
  updated: words('not stored', '没有要更新的', 'nothing was updated'),
  groups: words('not stored', '没有改动', 'nothing was changed'),
  memo: words('not stored', '什么都没有改', 'nothing was changed'),
  link: words('not stored', '没有改动', 'nothing was changed'),
  settings: words('not stored', '您的改动没有保存', 'yours were not saved'),
  outline: words('not stored', '您的改动没有保存', 'your change was not saved'),
  change: words('not stored', '您的修改没有保存', 'your change was not saved'),
  decision: words('not stored', '您的决定没有保存', 'your decision was not saved'),
  title: words('not stored', '未保存', 'Not saved'),
  unchecked: words('not stored', '也没有核对和保存', 'unchecked and not saved'),
  comparedAnew: words('not stored', '还没有导入', 'was not stored'),
  leftOver: words('not stored', '未保存', 'is not kept'),
  noChange: words('not stored', '无需保存', 'nothing to save'),
} as const

export const notYetStored = {
  nothingYet: words('not yet', '现在还什么都没有保存', 'Nothing is stored yet'),
  proposed: words('not yet', '尚未保存', 'not saved yet'),
  conflict: words(
    'not yet',
    '您的修改还没有保存；核对后再点保存',
    'Yours is not saved yet; look, then save again',
  ),
  edit: words('not yet', '还没有保存', 'not saved yet'),
  untilImport: words('not yet', '您点“导入”才会保存', 'nothing is stored until you press Import'),
  untilVersion: words('not yet', '您点“导入”才保存为新版本', 'nothing is stored until you press Import'),
  formComing: words('not yet', '由您核对后保存', 'for you to check and save'),
  checkFirst: words('not yet', '请核对后保存', 'Check, then save'),
  completeFirst: words('not yet', '请补全后保存', 'Complete it, then save'),
  savingTakesYours: words('not yet', '保存会用您的', 'saving takes yours'),
} as const

export const stored = {
  settingsDone: words('stored', '设置已保存', 'The settings are saved'),
  modelDone: words('stored', '模型的设置已保存', 'The settings of the model are saved'),
  file: words('stored', '文件已保存', 'The file is kept'),
  asIs: words('stored', '其他格式原样保存', 'others are kept as they are'),
  draftKept: words('stored', '已保存，还没有提交', 'is kept and not handed in yet'),
  changesKept: words('stored', '的修改已保存，还没有重新提交', 'are kept; it is not handed in again yet'),
} as const

/** A draft's text stands as this version. */
export function storedAsVersion(version: number): StorageWords {
  return words('stored', `存为第 ${version} 版`, `saved as version ${version}`)
}
