import { say, type Locale, type LocalizedText } from '../locale.ts'
import { context, section, type Message } from '../slack/blocks.ts'
import { escapeText, fit, readableText } from '../slack/mrkdwn.ts'

/** What people type to find out what a bot is for: help, 帮助, ?, hi, 你好. */
const ASKS_FOR_HELP =
  /^(?:\/?(?:help|帮助|帮忙|怎么用|使用说明|commands?|menu|菜单|start|hi|hello|hey|您好|你好|嗨|在吗)|[?？]+)[\s!！。.~～,，?？吗]*$/iu

const WHAT_IT_DOES: LocalizedText = {
  zh: [
    '您好，我是文书。在这里或任何频道输入：',
    '• `/study 集中学习 《…》 昨天 2h @成员` 记一次学习；`/activity 志愿服务 交通文明劝导 28人 上周六` 记一次活动',
    '• `/essay submit` 交习作；`/essay status` 看自己还欠几篇',
    '• `/report draft` 起草报告的一节（编辑）',
    '• `/wenshu help` 全部命令；每个命令后加 `help` 看详细用法',
  ].join('\n'),
  en: [
    'Hello, I am Wenshu. Type here or in any channel:',
    '• `/study group study "Annual plan" yesterday 2h @Mika` logs a study session; `/activity volunteering traffic duty 28 people last Saturday` an activity',
    '• `/essay submit` hands in an essay; `/essay status` shows what you owe',
    '• `/report draft` drafts a section of the report (editors)',
    '• `/wenshu help` lists every command; add `help` to any of them to read more',
  ].join('\n'),
}

/** What a typed line is given back as; longer ones are cut. */
const GIVEN_BACK = 300

/** One answer to whatever is typed in the DM: what the bot does, or how to have the typed line carried out. Pure. */
export function answerTo(typed: string, locale: Locale): Message {
  const line = readableText(typed).replaceAll('`', "'").replaceAll(/\s+/g, ' ').trim()
  if (line === '' || ASKS_FOR_HELP.test(line)) return blocksOf(say(locale, WHAT_IT_DOES), [])
  const given = escapeText(fit(line, GIVEN_BACK))
  const text = say(locale, {
    zh: `我还不会聊天，只听斜杠命令。要把这句话记下来，请发：\n\`/study ${given}\`（学习），或 \`/activity ${given}\`（活动）`,
    en: `I do not talk yet; I take slash commands. To have this logged, send\n\`/study ${given}\` (study) or \`/activity ${given}\` (activity)`,
  })
  return blocksOf(text, [say(locale, { zh: '我会做什么：发“帮助”', en: 'What I can do: send “help”' })])
}

function blocksOf(text: string, hints: readonly string[]): Message {
  return { text, blocks: [section(text), ...hints.map((hint) => context(hint))] }
}
