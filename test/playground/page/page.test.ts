import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findBrowser, launchBrowser } from '../../helpers/browser.ts'
import { startPageOffice, type PageOffice } from '../page-bot.ts'

const { path, reason } = findBrowser()
if (path === null) process.stderr.write(`the page is not tried in a browser: ${reason}\n`)

const patiently = { timeout: 5000 }

describe.skipIf(path === null)('the page in a browser', { timeout: 30_000 }, () => {
  let browser: Browser
  let office: PageOffice
  let page: Page
  let faults: string[]

  beforeAll(async () => {
    const launched = await launchBrowser()
    if (launched === null) throw new Error('the browser went away')
    browser = launched
  })
  afterAll(async () => {
    await browser.close()
  })

  beforeEach(async () => {
    office = await startPageOffice()
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    context.setDefaultTimeout(8000)
    page = await context.newPage()
    faults = []
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text())
    })
    page.on('dialog', (dialog) => {
      faults.push(`dialog ${dialog.message()}`)
      void dialog.dismiss()
    })
    await page.goto(office.url)
    await page.getByTestId('message-box').waitFor()
  })
  afterEach(async () => {
    await page.context().close()
    await office[Symbol.asyncDispose]()
    if (faults.length > 0) throw new Error(`the page complained: ${faults.join('; ')}`)
  })

  const type = async (text: string) => {
    await page.getByTestId('message-box').fill(text)
    await page.getByTestId('message-box').press('Enter')
  }
  const field = (block: string) => page.locator(`[data-block-id="${block}"][data-action-id="v"]`)

  it('begins as an ordinary member, in the talk with the bot, with things to try', async () => {
    expect(await page.getByTestId('person-picker').inputValue()).toBe('成员11')
    expect(await page.locator('#where').textContent()).toBe('Wenshu')
    expect(await page.getByTestId('clock').textContent()).toBe('2022年11月18日 星期五 09:00 Asia/Shanghai')
    await page.getByTestId('hint-2').click()
    expect(await page.getByTestId('message-box').inputValue()).toBe(
      '/activity 志愿服务 交通文明劝导 28人 上周六',
    )
    await page.getByTestId('send').click()
    const said = page.getByTestId('message')
    await said.getByText('仅对你可见').waitFor()
    expect(await said.locator('strong', { hasText: '交通文明劝导' }).count()).toBe(1)
  })

  it('draws every block, and takes text from people as text', async () => {
    await type('/show')
    const message = page.getByTestId('message')
    await message.waitFor()
    expect(await message.locator('.mention').allTextContents()).toEqual(['@成员12', '@成员01', '@成员13'])
    expect(await message.getByText('<img src=x onerror=alert(1)> <b>不是标记</b>').count()).toBe(1)
    expect(await message.locator('img').count()).toBe(0)
    expect(
      await message.locator('a').evaluateAll((links) => links.map((link) => link.getAttribute('href'))),
    ).toEqual(['https://example.org', 'https://example.org'])
    expect(await message.locator('[data-block-type]').count()).toBe(8)
    expect(await page.getByTestId('unknown-block').count()).toBe(0)
  })

  it('tells the bot of a button once, of a dangerous one only after asking', async () => {
    await type('/show')
    await page.locator('[data-action-id="go"]').dblclick()
    await expect.poll(() => office.heard.map((one) => one.what), patiently).toEqual(['go'])
    await page.locator('[data-action-id="undo"]').click()
    await page.getByTestId('confirm-no').click()
    await page.locator('[data-action-id="undo"]').click()
    await page.getByTestId('confirm-yes').click()
    await expect.poll(() => office.heard.map((one) => one.what), patiently).toEqual(['go', 'undo'])
    await page.locator('select[data-action-id="pick"]').selectOption('乙')
    await page.locator('[data-action-id="more"]').click()
    await page.getByRole('menuitem', { name: '修改' }).click()
    await expect
      .poll(() => office.heard.map((one) => one.what), patiently)
      .toEqual(['go', 'undo', 'pick', 'more'])
    expect(office.heard.at(-1)?.value).toMatchObject({ selected_option: { value: '修改' } })
  })

  it('says a mistake at its field, keeps what was typed, and sends the whole form', async () => {
    await type('/study')
    await page.getByTestId('modal').waitFor()
    await field('title').fill('第四卷')
    await field('duration').fill('90x')
    await page.locator('select[data-block-id="kind"]').selectOption('党课')
    await field('who').fill('12')
    await page.getByRole('option', { name: '成员12' }).click()
    await field('at').fill('14:30')
    await page.getByLabel('公开').check()
    await page.getByLabel('部分').check()
    await field('count').fill('28')
    await field('note').fill('两行\n备注')
    await field('files').setInputFiles({
      name: '名单.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('成员'),
    })
    await page.getByText('名单.txt').waitFor()
    await page.getByTestId('modal-submit').click()
    const fault = page.getByTestId('field-error')
    await fault.waitFor()
    expect(await fault.getAttribute('data-block-id')).toBe('duration')
    expect(await fault.textContent()).toBe('“90x”不是时长，请写 90')
    await expect
      .poll(() => page.locator(':focus').getAttribute('data-block-id'), patiently)
      .toEqual('duration')
    expect(await field('title').inputValue()).toBe('第四卷')
    expect(await page.locator('.chip').textContent()).toContain('成员12')
    await field('duration').fill('90')
    await page.getByTestId('modal-submit').click()
    await page.getByTestId('modal').waitFor({ state: 'hidden' })
    expect(office.heard.at(-1)?.value).toMatchObject({
      title: { v: { value: '第四卷' } },
      duration: { v: { value: '90' } },
      kind: { v: { selected_option: { value: '党课' } } },
      who: { v: { selected_users: ['U0PAGE2'] } },
      day: { v: { selected_date: '2022-11-17' } },
      at: { v: { selected_time: '14:30' } },
      ticks: { v: { selected_options: [{ value: '公开' }] } },
      radio: { v: { selected_option: { value: '部分' } } },
      count: { v: { value: '28' } },
      note: { v: { value: '两行\n备注' } },
    })
  })

  it('closes a form with Esc, and finds it again after a reload', async () => {
    await type('/study')
    await page.getByTestId('modal').waitFor()
    await page.reload()
    await page.getByTestId('modal').waitFor()
    await field('title').press('Escape')
    await page.getByTestId('modal').waitFor({ state: 'hidden' })
    await page.reload()
    await page.getByTestId('message-box').waitFor()
    expect(await page.getByTestId('modal').count()).toBe(1)
    expect(await page.getByTestId('modal').isVisible()).toBe(false)
  })

  it('opens the thread by itself when a draft begins, and draws the words as they come', async () => {
    await type('/report draft')
    const pane = page.getByTestId('thread-pane')
    await pane.getByTestId('streaming').waitFor()
    expect(await page.locator(':focus').getAttribute('data-testid')).toBe('message-box')
    expect(await pane.getByTestId('streaming').textContent()).not.toContain('党课')
    await pane.getByText('党课').waitFor()
    await pane.locator('[data-action-id="sources"]').waitFor()
    await expect.poll(() => pane.getByTestId('streaming').count(), patiently).toEqual(0)
    expect(await pane.locator('h5').textContent()).toBe('二、理论学习')
    await page.getByTestId('thread-close').click()
    await page.getByTestId('open-thread').click()
    await page.getByTestId('thread-box').fill('好')
    await page.getByTestId('thread-box').press('Enter')
    await pane.getByTestId('message').getByText('好', { exact: true }).waitFor()
    await page.reload()
    await pane.getByTestId('message').getByText('好', { exact: true }).waitFor()
  })

  it('moves the clock by its field and its buttons', async () => {
    await page.getByTestId('clock-input').fill('2022-11-21T09:30')
    await page.getByTestId('clock-set').click()
    await expect
      .poll(() => page.getByTestId('clock').textContent(), patiently)
      .toEqual('2022年11月21日 星期一 09:30 Asia/Shanghai')
    await page.getByTestId('clock-hour').click()
    await expect
      .poll(() => page.getByTestId('clock').textContent(), patiently)
      .toEqual('2022年11月21日 星期一 10:30 Asia/Shanghai')
    await page.getByTestId('clock-day').click()
    await expect
      .poll(() => page.getByTestId('clock').textContent(), patiently)
      .toEqual('2022年11月22日 星期二 10:30 Asia/Shanghai')
    await page.getByTestId('clock-real').click()
    await expect
      .poll(async () => (await page.getByTestId('clock').textContent())?.includes('2022年'), patiently)
      .toEqual(false)
  })

  it('acts as somebody else, counts what they have not read, and speaks their language', async () => {
    await page.getByTestId('conversation-C0STUDY').click()
    await type('大家好 @成员12')
    await page.getByTestId('message').waitFor()
    await page.getByTestId('conversation-C0STUDY').focus()
    await page.goto(`${office.url}/#as=U0PAGE2`)
    await expect
      .poll(() => page.getByTestId('conversation-C0STUDY').getAttribute('data-unread'), patiently)
      .toEqual('1')
    await page.getByTestId('conversation-C0STUDY').click()
    await page.locator('.mention.me', { hasText: '@成员12' }).waitFor()
    await expect
      .poll(() => page.getByTestId('conversation-C0STUDY').getAttribute('data-unread'), patiently)
      .toEqual('0')
    await page.getByTestId('language').click()
    await expect
      .poll(() => page.getByTestId('clock').textContent(), patiently)
      .toEqual('Friday 18 November 2022, 09:00 Asia/Shanghai')
    await page.getByTestId('person-picker').fill('成员13')
    await page.getByTestId('person-picker').press('Enter')
    await expect.poll(() => page.getByTestId('language').textContent(), patiently).toEqual('English')
    expect(await page.getByTestId('person-picker').inputValue()).toBe('成员13')
  })

  it('changes person with the list closed after it, and what is typed next replaces the name', async () => {
    const picker = page.getByTestId('person-picker')
    const list = page.locator('.acting [role=listbox]')
    const acting = async (name: string): Promise<void> => {
      await expect.poll(async () => await picker.inputValue(), patiently).toBe(name)
    }
    await picker.click()
    await list.waitFor()
    await list.getByText('成员13').click()
    await acting('成员13')
    // What comes of the choice is drawn by now, the list with it if it had opened again.
    await page.waitForTimeout(300)
    expect(await list.isVisible()).toBe(false)
    await page.keyboard.type('成员12')
    await list.waitFor()
    expect(await picker.inputValue()).toBe('成员12')
    expect(await list.getByRole('option').allTextContents()).toHaveLength(1)
    await office.playground.people.command({ as: 'U0PAGE0', channel: 'C0STUDY', text: '开会' })
    await page.locator('[data-testid=conversation-C0STUDY][data-unread="1"]').waitFor()
    expect([await picker.inputValue(), await list.isVisible()]).toEqual(['成员12', true])
    await page.keyboard.press('Enter')
    await acting('成员12')
    await page.waitForTimeout(300)
    expect(await list.isVisible()).toBe(false)
  })

  it('offers commands and people while typing, and the last thing said on arrow-up', async () => {
    const box = page.getByTestId('message-box')
    await box.pressSequentially('/ac')
    await page.getByRole('option', { name: '/activity' }).waitFor()
    await box.press('Enter')
    await box.pressSequentially('志愿服务 @成员12')
    await page.getByRole('option', { name: '成员12' }).waitFor()
    await box.press('Tab')
    expect(await box.inputValue()).toBe('/activity 志愿服务 @成员12 ')
    await box.press('Shift+Enter')
    expect(await box.inputValue()).toBe('/activity 志愿服务 @成员12 \n')
    await box.press('Enter')
    await page.getByTestId('message').waitFor()
    await box.press('ArrowUp')
    expect(await box.inputValue()).toBe('/activity 志愿服务 @成员12')
  })

  it('has shortcuts, of the app and of a message, and files to upload and download', async () => {
    await page.locator('#composer input[type=file]').setInputFiles({
      name: '材料.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('正文'),
    })
    const download = page.waitForEvent('download')
    await page.getByTestId('file').click()
    expect((await download).suggestedFilename()).toBe('材料.txt')
    await page.getByTestId('message').hover()
    await page.getByTestId('message-menu').click()
    await page.getByRole('menuitem', { name: '登记这条' }).click()
    await page.getByTestId('modal').waitFor()
    await page.getByTestId('modal-close').click()
    await page.getByTestId('modal').waitFor({ state: 'hidden' })
    await page.getByTestId('global-shortcuts').click()
    await page.getByRole('menuitem', { name: '登记学习' }).click()
    await page.getByTestId('modal').waitFor()
    expect(office.heard.map((one) => one.what)).toEqual(['log_this', 'log_new'])
  })

  it('keeps what is being typed, and the focus, while messages come in', async () => {
    const box = page.getByTestId('message-box')
    await box.pressSequentially('还没写完')
    const dm = office.playground.people
      .state({ as: 'U0PAGE1' })
      .conversations.find((one) => one.kind === 'im')
    await office.app.client.chat.postMessage({ channel: dm?.id ?? '', text: '提醒' })
    await page.getByTestId('message').getByText('提醒').waitFor()
    expect(await page.locator(':focus').getAttribute('data-testid')).toBe('message-box')
    expect(await box.inputValue()).toBe('还没写完')
  })

  it('fits a window of 360 pixels, the sidebar a drawer', async () => {
    await page.setViewportSize({ width: 360, height: 700 })
    await type('/show')
    await page.getByTestId('message').waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
    expect(await page.getByTestId('app-home').isVisible()).toBe(false)
    await page.getByTestId('drawer').click()
    await page.getByTestId('app-home').click()
    await page.getByTestId('home').getByText('已登记').waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
  })

  it('says so when the bot does not answer, and keeps the words', async () => {
    await office.app.stop()
    await type('/activity 志愿服务')
    await page.locator('.notice').waitFor()
    await expect
      .poll(() => page.getByTestId('message-box').inputValue(), patiently)
      .toEqual('/activity 志愿服务')
    await office.app.start()
  })
})
