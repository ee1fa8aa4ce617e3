import { mkdirSync } from 'node:fs'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBrowser, launchBrowser } from '../helpers/browser.ts'
import { startHouse, type TestHouse } from '../helpers/house.ts'

/** A newcomer's first five minutes in a real browser, on the page as `npm start` serves it. */
describe.skipIf(findBrowser().path === null)('the six steps in a browser', () => {
  let house: TestHouse
  let browser: Browser
  let page: Page
  const troubles: string[] = []
  beforeAll(async () => {
    house = await startHouse('pglite', {}, 'bare')
    const launched = await launchBrowser()
    if (launched === null) throw new Error('the browser is gone')
    browser = launched
    page = await browser.newPage({ viewport: { width: 1280, height: 860 } })
    page.setDefaultTimeout(25_000)
    page.on('pageerror', (error) => troubles.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') troubles.push(message.text())
    })
  })
  afterAll(async () => {
    await browser.close()
    await house[Symbol.asyncDispose]()
  })

  const actAs = async (number: string, place: string) => {
    await page.goto(`${house.url}/#as=U0OFFICE${number}&in=${place}`)
    await page.reload()
    await page.getByTestId('message-box').waitFor()
  }
  const type = async (text: string) => {
    await page.getByTestId('message-box').fill(text)
    await page.getByTestId('send').click()
  }
  const message = (words: string | RegExp): Locator =>
    page.getByTestId('message').filter({ hasText: words }).last()
  const field = (block: string): Locator =>
    page.locator(`[data-testid="modal"] :is(input, select, textarea)[data-block-id="${block}"]`)
  const button = (within: Locator, action: string): Locator => within.locator(`[data-action-id="${action}"]`)
  const picture = async (name: string) => {
    const folder = process.env['TEST_PICTURES']
    if (folder === undefined) return
    mkdirSync(folder, { recursive: true })
    await page.screenshot({ path: `${folder}/${name}.png` })
  }

  it('the page says which day it is in the office', async () => {
    await actAs('M011', 'C0STUDY')
    await expect
      .poll(async () => await page.getByTestId('clock').textContent())
      .toMatch(/2022年11月18日.*星期五.*09:0\d.*Asia\/Shanghai/)
  })

  it('1 and 2: lines are understood and stored', { timeout: 20_000 }, async () => {
    await type('/study 集中学习 《习近平谈治国理政》第四卷 昨天 2h @成员12 @成员13')
    await message(/已记录 S-101/).waitFor()
    expect(await message(/已记录 S-101/).textContent()).toMatch(/2小时[\s\S]*成员12[\s\S]*成员13/)
    await page.getByTestId('conversation-C0ACTIVITY').click()
    await type('/activity 志愿服务 交通文明劝导 28人 上周六')
    await message(/已记录 A-44/).waitFor()
    await type('/activity 新闻宣传 十一月推送 发布新闻动态=24条')
    await message(/已记录 A-45/).waitFor()
    await picture('2-activities')
  })

  it(
    '3: the form says a mistake at its field, keeps what was typed, and stores a good one',
    { timeout: 20_000 },
    async () => {
      await page.getByTestId('conversation-C0STUDY').click()
      await type('/study')
      await page.getByTestId('modal').waitFor()
      await field('kind').selectOption({ label: '党课' })
      await field('title').fill('第九课')
      await field('duration').fill('90x')
      await page.getByTestId('modal-submit').click()
      const fault = page.getByTestId('field-error')
      await fault.waitFor()
      expect(await fault.getAttribute('data-block-id')).toBe('duration')
      expect(await field('title').inputValue()).toBe('第九课')
      await picture('3-form')
      await field('duration').fill('90分钟')
      await page.getByTestId('modal-submit').click()
      await message(/已记录 S-102[\s\S]*1小时30分钟/).waitFor()
    },
  )

  it(
    '4: the clock is moved, a writer is reminded and hands in; no more for it',
    { timeout: 40_000 },
    async () => {
      await actAs('M011', 'D0OFFICEM011')
      await page.getByTestId('clock-input').fill('2022-11-21T09:30')
      await page.getByTestId('clock-set').click()
      await message(/还差 2 篇/).waitFor()
      expect(await message(/还差 2 篇/).textContent()).toMatch(/11月30日（星期三）/)
      await picture('4-reminder')
      for (const title of ['学习二十大报告有感', '一线调研手记']) {
        await button(message(/还差 2 篇/), 'essay.submit').click()
        await field('kind').selectOption({ index: 1 })
        await field('title').fill(title)
        await field('body').fill('学有所得。')
        await page.getByTestId('modal-submit').click()
        await message(title).waitFor()
      }
      const before = await page.getByTestId('message').count()
      await page.getByTestId('clock-input').fill('2022-11-25T09:30')
      await page.getByTestId('clock-set').click()
      await actAs('M012', 'D0OFFICEM012')
      await expect
        .poll(
          async () =>
            await page
              .getByTestId('message')
              .filter({ hasText: /还差 2 篇/ })
              .count(),
          {
            timeout: 8000,
          },
        )
        .toBe(2)
      await actAs('M011', 'D0OFFICEM011')
      expect(await page.getByTestId('message').count()).toBe(before)
    },
  )

  it(
    '5: a draft appears in a thread; sources open; an 8 changed to a 9 is shown',
    { timeout: 40_000 },
    async () => {
      await actAs('M026', 'C0REPORT')
      await type('/report draft')
      await page.getByTestId('modal').waitFor()
      await page.getByTestId('modal-submit').click()
      const thread = page.getByTestId('thread-pane')
      const inThread = (words: string | RegExp) =>
        thread.getByTestId('message').filter({ hasText: words }).last()
      await inThread(/第 1 版\s*数字和日期共/).waitFor()
      expect(await thread.textContent()).toMatch(/交流会8次/)
      await picture('5-draft')
      await button(inThread(/第 1 版\s*数字和日期共/), 'report.sources').click()
      await page
        .getByTestId('message')
        .filter({ hasText: /学习总次数/ })
        .last()
        .waitFor()
      await picture('5-sources')
      await button(inThread(/第 1 版\s*数字和日期共/), 'report.edit').click()
      await page.getByTestId('modal').waitFor()
      const paragraphs = page.locator('[data-testid="modal"] textarea')
      const texts = await paragraphs.evaluateAll((all) =>
        all.map((one) => (one as unknown as { value: string }).value),
      )
      const at = texts.findIndex((text) => text.includes('交流会8次'))
      await paragraphs.nth(at).fill((texts[at] ?? '').replace('交流会8次', '交流会9次'))
      await picture('5-edit')
      await page.getByTestId('modal-submit').click()
      await inThread(/第 2 版/).waitFor()
      expect(await inThread(/第 2 版/).textContent()).toMatch(/9次[\s\S]*与记录不符[\s\S]*原为 8/)
      await picture('5-edited')
    },
  )

  it('6: after a stop and a start everything is still there', { timeout: 20_000 }, async () => {
    house = await house.restart()
    await actAs('M011', 'C0STUDY')
    await message(/已记录 S-101/).waitFor()
    await actAs('M026', 'C0REPORT')
    await page.getByTestId('open-thread').last().click()
    await page
      .getByTestId('thread-pane')
      .getByTestId('message')
      .filter({ hasText: /第 2 版/ })
      .waitFor()
  })

  it('fits a narrow window', async () => {
    await page.setViewportSize({ width: 390, height: 800 })
    await actAs('M011', 'C0STUDY')
    await message(/已记录 S-101/).waitFor()
    const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')
    expect(overflow).toBeLessThanOrEqual(0)
    await picture('7-narrow')
  })

  it('without a single error in the browser', () => {
    expect(
      troubles.filter((trouble) => !/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|network/i.test(trouble)),
    ).toEqual([])
  })
})
