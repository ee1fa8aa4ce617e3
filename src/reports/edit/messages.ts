import { notYetStored } from '../../storage-words.ts'
import { type Locale, type LocalizedText, translator } from '../../locale.ts'
import { fit } from '../../slack/mrkdwn.ts'
import { changeLines } from '../paragraphs/change-words.ts'
import type { Change } from '../paragraphs/changed-paragraphs.ts'
import type { DraftVersion } from '../draft/drafts-store.ts'
import { inertText } from '../paragraphs/inert-text.ts'
import type { Clash } from '../paragraphs/merge-paragraphs.ts'

const CHANGES_TOLD = 4
const CLASHES_TOLD = 4

export function editHelp(): LocalizedText {
  return {
    zh: '请写上草稿的编号：/report edit D-3，从第 90 段起：/report edit D-3 90',
    en: 'Say which draft: /report edit D-3, or from its paragraph 90 on: /report edit D-3 90',
  }
}

/** Above a form that was opened anew: what somebody else saved meanwhile, and where both changed the same words. */
export function staleNotices(
  newest: DraftVersion,
  changes: readonly Change[],
  clashes: readonly Clash[],
  locale: Locale,
): string[] {
  const t = translator(locale)

  const head = t(
    `:warning: 您打开之后，有人保存了第 ${newest.version} 版，您的修改*${notYetStored.edit.zh}*。对方的改动已并入下面，请核对后再按一次“保存”：`,
    `:warning: Somebody saved version ${newest.version} after you opened this; your edit is *${notYetStored.edit.en}*. Their changes are in the text below: look at it and press Save again.`,
  )
  const shown = [head, ...changeLines(changes, locale, CHANGES_TOLD)].join('\n')
  const told = clashes
    .slice(0, CLASHES_TOLD)
    .map(({ theirs }) =>
      theirs === ''
        ? t(
            ':twisted_rightwards_arrows: 有一处你们都改过：对方删去了它，下面留的是您的文字。',
            ':twisted_rightwards_arrows: Both of you changed one place: they took it out; yours stands below.',
          )
        : t(
            `:twisted_rightwards_arrows: 有一处你们都改过，下面留的是您的文字。对方写的是：${fit(inertText(theirs), 1500)}`,
            `:twisted_rightwards_arrows: Both of you changed one place; yours stands below. Theirs is: ${fit(inertText(theirs), 1500)}`,
          ),
    )
  return [shown, ...told]
}
