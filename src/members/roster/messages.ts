import type { Linked } from './link-member.ts'
import { type Locale, plural, say, translator } from '../../locale.ts'
import { section, type Message, message } from '../../slack/blocks.ts'
import { escapeText, mention } from '../../slack/mrkdwn.ts'
import { roleName, type Member } from '../member.ts'

/** Members listed in one message; more is said as a number. */
const LISTED = 80

/** What the five commands are for. */
export function wenshuHelp(locale: Locale): Message {
  const text = say(locale, {
    zh: [
      '*文书* 记下大家随手登记的学习和活动，提醒欠交的习作，并用记录起草报告。',
      '`/study` 记一次学习　例：`/study 集中学习 《…》 昨天 2h @成员`',
      '`/activity` 记一次活动　例：`/activity 志愿服务 交通文明劝导 28人 上周六`',
      '`/essay submit` 交习作　`/essay status` 看自己欠几篇　`/essay review` 审阅　`/essay quota`、`/essay exempt` 应交与免交',
      '`/report draft` 起草报告的一节，每个数字都能点开看来源',
      '`/wenshu members` 成员名单　`/wenshu role @某人 editor` 任命　`/wenshu link 编号 @某人` 关联账号　`/wenshu left @某人 日期` 标记离开　`/wenshu guests` 访客能否使用（管理员）',
      '`/wenshu kinds` 类别　`/wenshu measures` 指标　`/wenshu export me` 导出与自己有关的全部内容',
      '`/wenshu import` 从 CSV 或 XLSX 导入，先试算再应用（编辑、管理员）　`/wenshu template` 下载模板',
      '`/wenshu model` 模型本月用了多少，以及上限、单价和姓名是否外发（管理员可改）',
      '`/wenshu reminders tomorrow` 明天提醒谁、为什么　`/wenshu reminders 2022-11` 发过什么（管理员）　`/wenshu nudge @某人` 手动提醒（审阅人）　`/wenshu digest 2022-11` 谁交齐、谁还差',
      '`/wenshu settings` 提醒设置　`/wenshu calendar` 全年截止日与工作日　`/wenshu days off 日期 原因` 本单位放假（管理员）　`/wenshu zone own` 按自己的时区提醒',
      '每个命令后加 `help` 看详细用法。',
    ].join('\n'),
    en: [
      '*Wenshu* keeps what members log of study and activities, reminds those who owe essays, and drafts the report from the records.',
      '`/study` logs a study session, like `/study group study "Annual plan" yesterday 2h @Mika`',
      '`/activity` logs an activity, like `/activity volunteering traffic duty 28 people last Saturday`',
      '`/essay submit` hands in an essay, `/essay status` shows what you owe, `/essay review` is for reviewers; `/essay quota` and `/essay exempt` decide who owes what',
      '`/report draft` drafts a section of the report; every figure in it can be opened',
      '`/wenshu members` lists members; `/wenshu role @someone editor`, `/wenshu link NUMBER @someone` `/wenshu left @someone DATE` and `/wenshu guests` (whether guests may use it) are for admins',
      '`/wenshu kinds` and `/wenshu measures` list what records are sorted by and counted in; `/wenshu export me` gives you all that is held about you',
      '`/wenshu import` takes a CSV or XLSX file, shows what it would do, and does it when you say so (editors and admins); `/wenshu template` is a file to begin with',
      '`/wenshu model` tells what the model took this month, and its ceilings, prices and whether names go out (admins change them)',
      '`/wenshu reminders tomorrow` shows whom it reminds and why, `/wenshu reminders 2022-11` what was sent (admins), `/wenshu nudge @someone` reminds by hand (reviewers), `/wenshu digest 2022-11` shows who has handed in',
      '`/wenshu settings` is about reminders, `/wenshu calendar` shows the year’s deadlines and working days, `/wenshu days off DATE reason` is for admins, `/wenshu zone own` reminds you by your own clock',
      'Add `help` to any command to read more.',
    ].join('\n'),
  })
  return { text, blocks: [section(text)] }
}

export function roleSet(member: Member, locale: Locale): Message {
  const role = roleName(member.role, locale)
  return message(locale, {
    zh: `${mention(member)} 现在是${role}。`,
    en: `${mention(member)} is now ${role}.`,
  })
}

export function memberLinked({ member, before }: Linked, locale: Locale): Message {
  const number = escapeText(member.externalId ?? '')
  const old = before === null ? null : `<@${escapeText(before)}>`
  return message(locale, {
    zh: `${number} ${escapeText(member.name)} 已关联到 ${mention(member)}${old === null ? '' : `，不再是 ${old}`}。`,
    en: `${number} ${escapeText(member.name)} is now linked to ${mention(member)}${old === null ? '' : `, no longer to ${old}`}.`,
  })
}

export function memberList(members: readonly Member[], locale: Locale): Message {
  const t = translator(locale)

  const head = t(`*成员 ${members.length} 人*`, `*${plural(members.length, 'member')}*`)
  const lines = members.slice(0, LISTED).map((member) => {
    const notLinked = t('（未关联 Slack）', ' (no Slack account linked)')
    const role = member.role === 'member' ? '' : ` · ${roleName(member.role, locale)}`
    return `${escapeText(member.externalId ?? '–')} ${escapeText(member.name)}${role}${member.slackUserId === null ? notLinked : ''}`
  })
  const more = members.length - lines.length
  const rest = more > 0 ? [t(`……另有 ${more} 人`, `… and ${more} more`)] : []
  return { text: head, blocks: [section([head, ...lines, ...rest].join('\n'))] }
}
