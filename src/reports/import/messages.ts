import type { ModalView } from '@slack/types'
import type { MemberFacingError } from '../../errors.ts'
import { say, type Locale, type LocalizedText } from '../../locale.ts'
import { input, LIMITS, plain, section, textInput, type Message } from '../../slack/blocks.ts'
import { escapeText, fit } from '../../slack/mrkdwn.ts'
import type { AppliedImport } from './apply.ts'
import { tracedOf } from '../verdict/messages.ts'

export const REPORT_IMPORT_FORM = 'report.import'

/** Bytes of one document. */
export const MOST_BYTES = 20_000_000

export const TOO_LARGE: LocalizedText = {
  zh: '请删掉里面的图片，只留正文。',
  en: 'Take pictures out and keep the text.',
}

/** Asks for the document. */
export function reportImportForm(period: string, locale: Locale): ModalView {
  const what = say(locale, {
    zh: '选在 Word 里改过的 .docx（由 `/report export` 导出，不超过 20 MB）。读完先在私信里给您看每个部分改了什么、数字核对得怎样，您点“导入”才保存为新版本。\n请保留各部分的标题。修订按已接受处理；批注、图片和脚注不读。',
    en: 'Choose the .docx you have edited (from `/report export`, at most 20 MB). You are first shown in your direct messages what each section changes and how its figures check; nothing is stored until you press Import.\nKeep the headings of the sections. Tracked changes count as accepted; comments, pictures and footnotes are not read.',
  })
  return {
    type: 'modal',
    callback_id: REPORT_IMPORT_FORM,
    title: plain(say(locale, { zh: '导入改过的报告', en: 'Bring a report back' }), LIMITS.modalTitle),
    submit: plain(say(locale, { zh: '预览', en: 'Preview' }), LIMITS.modalTitle),
    close: plain(say(locale, { zh: '取消', en: 'Cancel' }), LIMITS.modalTitle),
    blocks: [
      section(what),
      input('file', say(locale, { zh: 'Word 文件', en: 'Word file' }), {
        type: 'file_input',
        filetypes: ['docx'],
        max_files: 1,
      }),
      input('period', say(locale, { zh: '期间', en: 'Period' }), textInput(period), {
        hint: say(locale, {
          zh: '文件一般自己记着；只有经别的软件另存、丢了标记时才用这里的。',
          en: 'The file knows it; this counts only where another program has dropped that.',
        }),
      }),
    ],
  }
}

/** The file is no document, or none whose sections can be told. */
export function reportImportRefused(fileName: string, error: MemberFacingError, locale: Locale): Message {
  const name = escapeText(fit(fileName, 100))
  const why = escapeText(fit(error.in(locale), 2000))
  return {
    text: say(locale, { zh: `*${name}* 不能导入。${why}`, en: `*${name}* cannot be brought back. ${why}` }),
  }
}

/** What was stored, or that it is being compared anew. */
export function reportImportApplied(applied: AppliedImport, locale: Locale): Message {
  const name = escapeText(fit(applied.pending.fileName, 100))
  if (applied.kind === 'again') {
    return {
      text: say(locale, {
        zh: `预览之后有人改过草稿，*${name}* 还没有导入；正在重新比较，新的预览马上发到私信。`,
        en: `Somebody has changed a draft since the preview, so *${name}* was not stored; it is being compared anew, and a new preview will come to your direct messages.`,
      }),
    }
  }
  const saved = applied.saved.map(({ draftId, version }) => {
    const { figures } = version.verdict.summary
    const traced = tracedOf(version.verdict)
    return say(locale, {
      zh: `${draftId} 第 ${version.version} 版（有据 ${traced}/${figures}）`,
      en: `${draftId}, version ${version.version} (${traced} of ${figures} figures traced)`,
    })
  })
  return {
    text: say(locale, {
      zh: `:white_check_mark: 已导入 *${name}*：${saved.join('、')}。`,
      en: `:white_check_mark: Brought back *${name}*: ${saved.join('; ')}.`,
    }),
  }
}

export function reportImportCancelled(fileName: string, locale: Locale): Message {
  const name = escapeText(fit(fileName, 100))
  return {
    text: say(locale, {
      zh: `已取消 *${name}* 的导入，什么都没有保存。`,
      en: `The import of *${name}* was cancelled; nothing was stored.`,
    }),
  }
}
