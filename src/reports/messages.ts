import { say, type Locale, translator } from '../locale.ts'
import { section, type Message } from '../slack/blocks.ts'
import { escapeText } from '../slack/mrkdwn.ts'
import type { Draft } from './draft/drafts-store.ts'
import { bareTitle, type Outline } from './outline/outline.ts'

/** To the person who asked: it is on its way, or somebody else's request is. */
export function draftRequested(draft: Draft, title: string, joined: boolean, locale: Locale): Message {
  const t = translator(locale)

  const name = escapeText(bareTitle(title))
  const text = joined
    ? t(
        `“${name}”（${draft.period}）正在起草，草稿是 ${draft.id}，您的请求并入其中。`,
        `"${name}" (${draft.period}) is already being drafted as ${draft.id}; your request has joined it.`,
      )
    : t(
        `开始起草“${name}”（${draft.period}），草稿 ${draft.id}。能在这个频道发言就写在这里，否则写到您与我的私信里。`,
        `Drafting "${name}" (${draft.period}) as ${draft.id}: here if I may post in this channel, else in your direct messages with me.`,
      )
  return { text }
}

export function reportHelp(outline: Outline, locale: Locale): Message {
  const ids = outline.sections.map(({ id }) => id).join(', ')
  const text = say(locale, {
    zh: [
      '*/report* 根据记录起草工作报告，每个数字都有依据。',
      '• `/report draft` 选择部分和期间，开始起草',
      '• `/report draft learning 2022` 直接起草；期间可写 2022、2022H1、2022Q3、2022-11、2022-03..2022-10，不写就是今年；英文提纲写 `/report draft en learning 2022`；起草时可取消',
      '• `/report status 2022` 各部分写到哪一步、有没有定稿',
      '• `/report edit D-3` 逐段修改；有人先存了新版本时，两边的改动会并在一起给您看',
      '• `/report show D-3`、`/report history D-3` 查看全文和每一版改了什么，可恢复旧版',
      '• `/report lexicon` 含有数字的名称，不作数字核对；谁加的、谁移除的都列出',
      '• `/report approve D-3` 定稿；`/report unapprove D-3` 撤回定稿',
      '• `/report outline` 提纲：各部分、取材、篇幅、行文要求和改动历史（管理员可改）',
      '• `/report export 2022` 整篇导出为 Word（公文格式）和数字依据表；`/report export 2022 md` 导出 Markdown',
      '• `/report note 2022 内容` 补充记录里看不出的不足或下一步打算，原样写进不足部分',
      '• `/report import` 把在 Word 里改过的报告导回来：先看每部分改了什么、数字核对得怎样，再存为新版本',
      `部分的代号：${ids}`,
      '草稿下面的按钮：修改、查看依据（每个数字的算法和全部记录）、确认数字（写明来源，一直标着谁确认的）、不是数字（含数字的名称）、重写一段（写明怎么改）、重新起草、定稿。写成之后记录有更正，会在讨论串里告知，一键更新数字。',
    ].join('\n'),
    en: [
      '*/report* drafts the work report from the records; every figure can be traced.',
      '• `/report draft` choose a section and a period',
      '• `/report draft learning 2022` start at once; a period is 2022, 2022H1, 2022Q3, 2022-11 or 2022-03..2022-10; none means this year. By the Chinese outline: `/report draft zh learning 2022`. Cancel stands above it while it is written',
      '• `/report status 2022` how far every section is, and whether it is approved',
      '• `/report edit D-3` edit by paragraphs; when somebody saved meanwhile, both changes are put together for you to see',
      '• `/report show D-3`, `/report history D-3` the text, and what each version changed; old ones can be brought back',
      '• `/report lexicon` names that hold numerals and are not checked, with who added and removed them',
      '• `/report approve D-3` approve a section; `/report unapprove D-3` take that back',
      '• `/report outline` what the report consists of: sections, what feeds them, length, house style, history (admins change it)',
      '• `/report export 2022` the whole report as a Word document with the evidence of its figures; `/report export 2022 md` as Markdown',
      '• `/report note 2022 words` adds a gap or a next step that no record shows, put into the section on gaps word for word',
      '• `/report import` bring the report back from Word: what each section changes and how its figures check comes first, then new versions',
      `Sections: ${ids}`,
      'Under a draft: Edit, Sources (formula and all records of each figure), Confirm a figure (with its source; it stays marked), Not a figure (a name that holds a numeral), Redraft a paragraph (say how), Redraft, Approve. When records are corrected later, its thread tells, and one click updates the figures.',
    ].join('\n'),
  })
  return { text, blocks: [section(text)] }
}
