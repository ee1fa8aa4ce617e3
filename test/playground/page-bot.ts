import type { KnownBlock, ModalView } from '@slack/types'
import { App, LogLevel, SocketModeReceiver } from '@slack/bolt'
import { startPlayground, type Playground } from '../../src/playground/server/playground.ts'

/** An office with a bot that shows every block and field: what the page is tried on. */
export type PageOffice = {
  readonly url: string
  readonly playground: Playground
  readonly app: App
  /** What the bot heard, in order: actions with their values, and submitted forms. */
  readonly heard: { readonly what: string; readonly value: unknown }[]
} & AsyncDisposable

const people = ['成员01', '成员11', '成员12', '成员13'].map((realName, index) => ({
  id: `U0PAGE${index}`,
  name: `m${realName.slice(2)}`,
  realName,
  title: '机关办公室',
  role: index === 0 ? 'editor' : 'member',
  locale: 'zh-CN',
}))

export async function startPageOffice(): Promise<PageOffice> {
  const playground = await startPlayground({
    team: { id: 'T0PAGE', name: '试用办公室', domain: 'page' },
    users: people,
    channels: [{ id: 'C0STUDY', name: '理论学习' }],
    botUser: { userId: 'U0BOT', name: 'Wenshu' },
    zone: 'Asia/Shanghai',
    startsAt: '2022-11-18T09:00:00+08:00',
    delivery: { kind: 'socket' },
    commands: ['/study', '/activity', '/report', '/show'],
    shortcuts: [
      { type: 'global', name: '登记学习', callback_id: 'log_new' },
      { type: 'message', name: '登记这条', callback_id: 'log_this' },
    ],
  })
  const heard: { what: string; value: unknown }[] = []
  const app = botOf(playground)
  listen(app, heard)
  await app.start()
  await playground.untilConnected()
  return {
    url: playground.url,
    playground,
    app,
    heard,
    [Symbol.asyncDispose]: async () => {
      await app.stop()
      await playground[Symbol.asyncDispose]()
    },
  }
}

function botOf({ apiUrl, botToken, appToken }: Playground): App {
  const clientOptions = { slackApiUrl: apiUrl }
  const logLevel = LogLevel.ERROR
  const receiver = new SocketModeReceiver({ appToken, logLevel, installerOptions: { clientOptions } })
  return new App({ token: botToken, receiver, clientOptions, logLevel, tokenVerificationEnabled: false })
}

function listen(app: App, heard: { what: string; value: unknown }[]): void {
  app.command('/show', async ({ ack, respond }) => {
    await ack()
    await respond({ text: 'blocks', blocks: showcase, response_type: 'in_channel' })
  })
  app.command('/activity', async ({ ack, respond, command }) => {
    await ack()
    await respond({ text: `已登记 *${command.text}*` })
  })
  app.command('/study', async ({ ack, client, command }) => {
    await ack()
    await client.views.open({ trigger_id: command.trigger_id, view: form })
  })
  app.command('/report', async ({ ack, client, command }) => {
    await ack()
    await draft(client, command.channel_id, command.user_id)
  })
  app.action(/.*/, async ({ ack, action }) => {
    await ack()
    heard.push({ what: 'action_id' in action ? action.action_id : '', value: action })
  })
  app.shortcut(/.*/, async ({ ack, client, shortcut }) => {
    await ack()
    heard.push({ what: shortcut.callback_id, value: shortcut })
    await client.views.open({ trigger_id: shortcut.trigger_id, view: form })
  })
  app.view('form', async ({ ack, view }) => {
    const values = view.state.values
    const duration = values['duration']?.['v']?.value
    if (duration !== '90') {
      await ack({ response_action: 'errors', errors: { duration: `“${duration}”不是时长，请写 90` } })
      return
    }
    heard.push({ what: 'form', value: values })
    await ack()
  })
  app.event('app_home_opened', async ({ client, event }) => {
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: showcase.slice(0, 5) } })
  })
}

const words = [
  '### 二、理论学习\n\n',
  '全年开展**集中学习**',
  '63 次，',
  '其中：\n\n- 传达学习 *63* 次\n',
  '- 党课 `8` 次\n',
]

async function draft(client: App['client'], channel: string, user: string): Promise<void> {
  const root = await client.chat.postMessage({ channel, text: '正在起草 *理论学习*…' })
  const stream = { channel, thread_ts: root.ts ?? '', recipient_user_id: user, recipient_team_id: 'T0PAGE' }
  const started = await client.chat.startStream({ ...stream, markdown_text: words[0] ?? '' })
  for (const word of words.slice(1)) {
    await new Promise((resolve) => setTimeout(resolve, 150))
    await client.chat.appendStream({ channel, ts: started.ts ?? '', markdown_text: word })
  }
  await client.chat.stopStream({ channel, ts: started.ts ?? '', blocks: [verdict] })
}

const verdict: KnownBlock = {
  type: 'actions',
  block_id: 'verdict',
  elements: [
    { type: 'button', action_id: 'edit', style: 'primary', text: { type: 'plain_text', text: '编辑' } },
    { type: 'button', action_id: 'sources', text: { type: 'plain_text', text: '来源' } },
  ],
}

const plain = (text: string) => ({ type: 'plain_text', text }) as const
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text }) as const
const option = (value: string) => ({ text: plain(value), value })

/** Every block the bot may send, with text that tries to be markup. */
const showcase: KnownBlock[] = [
  { type: 'header', text: plain('已登记 :white_check_mark:') },
  {
    type: 'section',
    block_id: 'sec',
    text: mrkdwn(
      '*集中学习* _昨天_ ~2h~ `code` <@U0PAGE2> <https://example.org|链接>\n&gt; 引文\n<img src=x onerror=alert(1)> &lt;b&gt;不是标记&lt;/b&gt;',
    ),
    fields: [mrkdwn('*时长*\n2 小时'), mrkdwn('*人数*\n3 人')],
    accessory: {
      type: 'overflow',
      action_id: 'more',
      options: [option('修改'), option('撤销')],
    },
  },
  { type: 'divider' },
  { type: 'context', elements: [mrkdwn('由 <@U0PAGE0> 登记 :memo:')] },
  {
    type: 'actions',
    block_id: 'acts',
    elements: [
      { type: 'button', action_id: 'go', style: 'primary', text: plain('提交文章'), value: 'v1' },
      {
        type: 'button',
        action_id: 'undo',
        style: 'danger',
        text: plain('撤销'),
        confirm: {
          title: plain('撤销？'),
          text: mrkdwn('将*删除*这条记录'),
          confirm: plain('撤销'),
          deny: plain('保留'),
        },
      },
      {
        type: 'static_select',
        action_id: 'pick',
        placeholder: plain('选择'),
        options: [option('甲'), option('乙')],
      },
      { type: 'datepicker', action_id: 'day', initial_date: '2022-11-18' },
    ],
  },
  {
    type: 'markdown',
    text: '## 标题\n1. 一\n2. 二\n   - 内\n\n**粗** [链接](javascript:alert(1)) [好](https://example.org)',
  },
  {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: '富文本', style: { bold: true } },
          { type: 'user', user_id: 'U0PAGE3' },
        ],
      },
      {
        type: 'rich_text_list',
        style: 'bullet',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '一项' }] }],
      },
    ],
  },
  {
    type: 'table',
    rows: [
      [
        { type: 'raw_text', text: '月份' },
        { type: 'raw_text', text: '篇数' },
      ],
      [
        { type: 'raw_text', text: '一月' },
        { type: 'raw_text', text: '20' },
      ],
    ],
    column_settings: [{}, { align: 'right' }],
  },
]

/** A form with every kind of field. */
const form: ModalView = {
  type: 'modal',
  callback_id: 'form',
  title: plain('登记学习'),
  submit: plain('保存'),
  close: plain('取消'),
  blocks: [
    {
      type: 'input',
      block_id: 'title',
      label: plain('题目'),
      hint: plain('例如《习近平谈治国理政》第四卷'),
      element: { type: 'plain_text_input', action_id: 'v' },
    },
    {
      type: 'input',
      block_id: 'duration',
      label: plain('时长'),
      element: { type: 'plain_text_input', action_id: 'v' },
    },
    {
      type: 'input',
      block_id: 'kind',
      label: plain('类别'),
      element: { type: 'static_select', action_id: 'v', options: [option('集中学习'), option('党课')] },
    },
    {
      type: 'input',
      block_id: 'who',
      optional: true,
      label: plain('参加人'),
      element: { type: 'multi_users_select', action_id: 'v' },
    },
    {
      type: 'input',
      block_id: 'tags',
      optional: true,
      label: plain('标签'),
      element: { type: 'multi_static_select', action_id: 'v', options: [option('红'), option('绿')] },
    },
    {
      type: 'input',
      block_id: 'day',
      label: plain('日期'),
      element: { type: 'datepicker', action_id: 'v', initial_date: '2022-11-17' },
    },
    {
      type: 'input',
      block_id: 'at',
      optional: true,
      label: plain('时间'),
      element: { type: 'timepicker', action_id: 'v' },
    },
    {
      type: 'input',
      block_id: 'ticks',
      optional: true,
      label: plain('选项'),
      element: { type: 'checkboxes', action_id: 'v', options: [option('公开'), option('提醒')] },
    },
    {
      type: 'input',
      block_id: 'radio',
      optional: true,
      label: plain('范围'),
      element: { type: 'radio_buttons', action_id: 'v', options: [option('全体'), option('部分')] },
    },
    {
      type: 'input',
      block_id: 'count',
      optional: true,
      label: plain('人数'),
      element: { type: 'number_input', action_id: 'v', is_decimal_allowed: false },
    },
    {
      type: 'input',
      block_id: 'note',
      optional: true,
      label: plain('备注'),
      element: { type: 'plain_text_input', action_id: 'v', multiline: true },
    },
    {
      type: 'input',
      block_id: 'files',
      optional: true,
      label: plain('附件'),
      element: { type: 'file_input', action_id: 'v' },
    },
  ],
}
