import { notStored, notYetStored } from '../storage-words.ts'
import type { ModalView } from '@slack/types'
import type { MemberFacingError } from '../errors.ts'
import { say, type Locale, type LocalizedText, translator } from '../locale.ts'
import type { Caller } from '../members/caller.ts'
import { input, LIMITS, plain, section, type Message } from '../slack/blocks.ts'
import { escapeText, fit } from '../slack/mrkdwn.ts'
import { IMPORT_HOURS } from './apply-import.ts'
import type { ImportSort } from './import-sort.ts'

/** Asks for the file. */
export function importForm<Plan, Done>(sort: ImportSort<Plan, Done>, caller: Caller): ModalView {
  const { locale } = caller
  const t = translator(locale)

  return {
    type: 'modal',
    callback_id: sort.form,
    title: plain(say(locale, sort.words.title), LIMITS.modalTitle),
    submit: plain(t('预览', 'Preview'), LIMITS.modalTitle),
    close: plain(t('取消', 'Cancel'), LIMITS.modalTitle),
    blocks: [
      section(say(locale, sort.words.what)),
      input('file', say(locale, sort.words.label), {
        type: 'file_input',
        filetypes: sort.file.types,
        max_files: 1,
      }),
      ...(sort.period === undefined ? [] : [sort.period.field(caller)]),
    ],
  }
}

/** How long a preview waits, at its end. */
export function stillWaits(locale: Locale): string {
  return say(locale, {
    zh: `${notYetStored.nothingYet.zh}。${IMPORT_HOURS} 小时内有效。`,
    en: `${notYetStored.nothingYet.en}. Valid for ${IMPORT_HOURS} hours.`,
  })
}

/** The file is none of its sort, or not one that can be imported. */
export function importRefused(fileName: string, error: MemberFacingError, locale: Locale): Message {
  const why = escapeText(fit(error.in(locale), 2000))
  return about(fileName, locale, {
    zh: (name) => `*${name}* 不能导入。${why}`,
    en: (name) => `*${name}* cannot be imported. ${why}`,
  })
}

export function importCancelled(fileName: string, locale: Locale): Message {
  return about(fileName, locale, {
    zh: (name) => `已取消 *${name}* 的导入，${notStored.nothing.zh}。`,
    en: (name) => `The import of *${name}* was cancelled; ${notStored.nothing.en}.`,
  })
}

/** What the preview counted on has changed since. */
export function comparedAnew(fileName: string, locale: Locale): Message {
  return about(fileName, locale, {
    zh: (name) =>
      `预览之后有人改过，*${name}* ${notStored.comparedAnew.zh}；正在重新比较，新的预览马上发到私信。`,
    en: (name) =>
      `Somebody has made changes since the preview, so *${name}* ${notStored.comparedAnew.en}; it is being compared anew, and a new preview will come to your direct messages.`,
  })
}

/** How far an import is. It is stored all at once in the end. */
export function importUnderWay(fileName: string, done: number, all: number, locale: Locale): Message {
  return about(fileName, locale, {
    zh: (name) => `:hourglass_flowing_sand: 正在导入 *${name}*：${done} / ${all} 条……`,
    en: (name) => `:hourglass_flowing_sand: Importing *${name}*: ${done} of ${all}…`,
  })
}

/** Pressing again is safe: what was stored after all is not stored twice. */
export function importFailed(fileName: string, locale: Locale): Message {
  return about(fileName, locale, {
    zh: (name) => `导入 *${name}* 时出错了。请再点一次“导入”；已经导入的不会重复。`,
    en: (name) =>
      `Something went wrong while *${name}* was being imported. Press Import again; nothing is imported twice.`,
  })
}

function about(
  fileName: string,
  locale: Locale,
  words: Readonly<Record<keyof LocalizedText, (name: string) => string>>,
): Message {
  return { text: words[locale](escapeText(fit(fileName, 100))) }
}
