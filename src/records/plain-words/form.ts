import { notYetStored } from '../../storage-words.ts'
import type { ModalView } from '@slack/types'
import { say, type Locale, translator } from '../../locale.ts'
import { actions, button, section, modal } from '../../slack/blocks.ts'
import { escapeText, fit, readableText } from '../../slack/mrkdwn.ts'

/** Stands while a model reads a person's words. `name` is what the button tells to stop waiting. */
export function readingForm(typed: string, name: string, locale: Locale): ModalView {
  const t = translator(locale)

  return modal(locale, {
    title: { zh: '正在读', en: 'Reading' },
    id: 'record.reading',
    submit: null,
    blocks: [
      section(
        t(
          `:hourglass_flowing_sand: 模型正在读这句话，几秒后打开表单，${notYetStored.formComing.zh}：\n>${shown(typed)}`,
          `:hourglass_flowing_sand: The model reads these words. In some seconds the form opens ${notYetStored.formComing.en}:\n>${shown(typed)}`,
        ),
      ),
      actions(button(t('不等了，直接填表', 'Do not wait, open the form'), 'record.words.skip', name)),
    ],
  })
}

/** Said on top of a form that a model helped to fill. mrkdwn. */
export function readByModel(typed: string, locale: Locale): string {
  return say(locale, {
    zh: `:mag: 由模型从您的话里读出，每一项下面写着取自哪几个字；${notYetStored.checkFirst.zh}。原话：${shown(typed)}`,
    en: `:mag: Read from your words by a model; under each field stand the words it was taken from. ${notYetStored.checkFirst.en}. Your words: ${shown(typed)}`,
  })
}

/** Said on top of a form that the rules alone filled, although a model was asked. mrkdwn. */
export function modelWasNoHelp(typed: string, locale: Locale): string {
  return say(locale, {
    zh: `:mag: 模型没有读出来，下面是按规则读出的内容；${notYetStored.completeFirst.zh}。原话：${shown(typed)}`,
    en: `:mag: The model gave no reading; this is what the rules read. ${notYetStored.completeFirst.en}. Your words: ${shown(typed)}`,
  })
}

function shown(typed: string): string {
  return escapeText(fit(readableText(typed), 300))
}
