import { translator } from '../locale.ts'
import { may, type Member } from '../members/member.ts'
import type { Message } from '../slack/blocks.ts'
import { monthOf } from '../time/month.ts'
import { linesInSections } from './words/fit-blocks.ts'
import { formatMonth, type Audience } from './words/words.ts'

/** What can be typed after /essay, by what the person may do. */
export function essayHelp({ locale, today }: Audience, member: Pick<Member, 'role'>): Message {
  const t = translator(locale)

  const month = monthOf(today)
  const named = formatMonth(month, locale)
  const everybody = t(
    [
      '*/essay* 交习作、看进度、审阅',
      '`/essay submit` 打开表单交一篇（正文、文件或链接），也可以先存草稿；先列出欠交的月份',
      `\`/essay status\` 自己交了几篇、还欠几篇；\`/essay status ${month}\` 看${named}，也可以写 ${today.year}、上月`,
      '`/essay show E-12` 一篇到了哪一步，谁在何时做了什么',
      '`/essay withdraw E-12` 撤回还没通过的一篇',
      '`/essay quota` 自己每月应交几篇，何时、由谁定的',
    ].join('\n'),
    [
      '*/essay* hands in essays, shows where you stand, and is for reviews',
      '`/essay submit` opens a form to hand one in (text, file or link) or keep a draft; months you owe come first',
      `\`/essay status\` shows what you handed in and still owe; \`/essay status ${month}\` shows one month, ${today.year} or “last month” work too`,
      '`/essay show E-12` shows how far one has come, and who did what when',
      '`/essay withdraw E-12` takes back one that is not approved yet',
      '`/essay quota` shows how many you owe a month, and who decided it when',
    ].join('\n'),
  )
  const reviewers = t(
    [
      '*审阅*',
      '`/essay review` 待审阅的习作，可以通过、附意见退回或转交；作者马上会收到消息',
      `\`/essay exempt @某人 ${month} 病假\` 某月免交，写明原因；\`/essay exempt revoke @某人 ${month}\` 撤销；\`/essay exempt @某人\` 看记录`,
    ].join('\n'),
    [
      '*Reviewing*',
      '`/essay review` shows the essays that wait: approve, return with a comment, or pass on; the author hears at once',
      `\`/essay exempt @someone ${month} sick leave\` lets somebody off a month; \`/essay exempt revoke @someone ${month}\` takes it back; \`/essay exempt @someone\` shows the history`,
    ].join('\n'),
  )
  const leaders = t(
    [
      '*交流、评优、文集*',
      `\`/essay exchange ${month}\` 交流某月已通过的习作：先列出，确认后记一次“交流讨论”学习`,
      `\`/essay excellent ${month}\` 从交流过的里评优；\`/essay excellent E-12\`、\`/essay excellent E-12 no\``,
      '`/essay contest E-12 比赛名称` 记下参赛；`/essay contest remove E-12 比赛名称`',
      '`/essay anthology` 把优秀习作编成下一期文集（DOCX）；`/essay anthology list` 各期，可以再要一份',
    ].join('\n'),
    [
      '*Exchange, selection, anthology*',
      `\`/essay exchange ${month}\` exchanges the month’s approved essays: it lists them, and logs a discussion when you confirm`,
      `\`/essay excellent ${month}\` chooses the best of what was exchanged; \`/essay excellent E-12\`, \`/essay excellent E-12 no\``,
      '`/essay contest E-12 NAME` notes a contest; `/essay contest remove E-12 NAME`',
      '`/essay anthology` compiles the excellent ones into the next issue (DOCX); `/essay anthology list` shows the issues, each can be had again',
    ].join('\n'),
  )
  const admins = t(
    [
      '*管理*',
      `\`/essay quota @用户组 2 ${month}\` 用户组从某月起每人每月几篇；\`/essay quota @某人 3\` 单独规定；\`/essay quota @某人 default\` 取消单独规定。过去的月份不变。一人在几个组里，按最多的算`,
    ].join('\n'),
    [
      '*Administration*',
      `\`/essay quota @group 2 ${month}\` sets how many each of a user group owes from a month on; \`/essay quota @someone 3\` sets it for one person; \`/essay quota @someone default\` gives that up. Months that are over stay. Who is in several groups owes the most of them`,
    ].join('\n'),
  )
  const parts = [
    everybody,
    ...(may(member, 'review essays') ? [reviewers] : []),
    ...(may(member, 'exchange and select essays') ? [leaders] : []),
    ...(may(member, 'administer') ? [admins] : []),
  ]
  return { text: everybody.split('\n')[0] ?? '', blocks: linesInSections(parts) }
}
