import type { LocalizedText } from '../../../locale.ts'
import type { ClockAnswer, UserSeen } from '../../protocol/protocol.ts'
import { el, fill } from '../base/dom.ts'
import { homePlace, type Page } from '../base/page.ts'

const dismissed = 'hints-dismissed'

type Step = { what: LocalizedText; shows: string; act: (page: Page) => void | Promise<void> }

const type =
  (text: string) =>
  (page: Page): void =>
    typeInto(page, text)

const study = '/study 集中学习 《习近平谈治国理政》第四卷 昨天 2h @成员12 @成员13'
const service = '/activity 志愿服务 交通文明劝导 28人 上周六'
const news = '/activity 新闻宣传 十一月推送 发布新闻动态=24条'

/** What a newcomer can try, in order. Each fills the message box or does the thing. */
const steps: readonly Step[] = [
  { what: { zh: '登记一次学习', en: 'Log a study session' }, shows: study, act: type(study) },
  { what: { zh: '登记一次活动', en: 'Log an activity' }, shows: service, act: type(service) },
  { what: { zh: '登记带数量的工作', en: 'Log work with a quantity' }, shows: news, act: type(news) },
  {
    what: { zh: '只输入命令，打开表单', en: 'The bare command opens a form' },
    shows: '/study',
    act: type('/study'),
  },
  {
    what: {
      zh: '拨到截稿前七个工作日，看 成员11 收到的提醒',
      en: 'Seven working days before the deadline: see the reminder to 成员11',
    },
    shows: '2022-11-21 09:30',
    act: seeReminder,
  },
  {
    what: { zh: '以编辑身份起草报告', en: 'As an editor, draft the report' },
    shows: '/report draft',
    act: draftReport,
  },
]

/** The panel of a first visit; once dismissed it stays away until it is asked for. */
export function drawHints(page: Page, node: HTMLElement): void {
  const open = localStorage.getItem(dismissed) === null
  node.hidden = !open
  if (!open) return
  const { words, locale } = page
  const items = steps.map((step, index) =>
    el(
      'li',
      {},
      el(
        'button',
        {
          type: 'button',
          class: 'hint-step',
          'data-testid': `hint-${index + 1}`,
          onclick: () => void step.act(page),
        },
        el('span', {}, step.what[locale]),
        el('code', {}, step.shows),
      ),
    ),
  )
  const away = el(
    'button',
    {
      type: 'button',
      class: 'icon',
      'aria-label': words.dismiss,
      title: words.dismiss,
      'data-testid': 'hints-dismiss',
    },
    '×',
  )
  away.addEventListener('click', () => {
    localStorage.setItem(dismissed, 'yes')
    drawHints(page, node)
  })
  fill(node, el('div', { class: 'hints-head' }, el('h2', {}, words.showHints), away), el('ol', {}, ...items))
}

/** Shows the panel, or puts it away. */
export function toggleHints(page: Page, node: HTMLElement): void {
  if (localStorage.getItem(dismissed) === null) localStorage.setItem(dismissed, 'yes')
  else localStorage.removeItem(dismissed)
  drawHints(page, node)
}

function typeInto(page: Page, text: string): void {
  if (page.place.in === homePlace) page.go({ in: botTalk(page), thread: null })
  page.fillBox(text)
}

/** The direct message with the bot; the first conversation there is, for one who has none. */
export function botTalk(page: Page): string {
  const { conversations, bot } = page.state
  return (conversations.find((one) => one.user === bot) ?? conversations[0])?.id ?? homePlace
}

async function seeReminder(page: Page): Promise<void> {
  const writer = page.state.users.find((user) => user.realName === '成员11')
  const answer = await page.post<ClockAnswer>('clock', { at: '2022-11-21T09:30' })
  if (answer.ok) page.go({ ...(writer === undefined ? {} : { as: writer.id }), in: '', thread: null })
}

function draftReport(page: Page): void {
  const drafts = (user: UserSeen | undefined): boolean =>
    user !== undefined && !user.deleted && (user.role === 'editor' || user.role === 'admin')
  const { users, as } = page.state
  const me = users.find((user) => user.id === as)
  const editor = users.find((user) => user.role === 'editor' && !user.deleted) ?? users.find(drafts)
  if (drafts(me) || editor === undefined) return typeInto(page, '/report draft')
  page.go({ as: editor.id, in: '', thread: null })
  page.fillBox('/report draft')
}
