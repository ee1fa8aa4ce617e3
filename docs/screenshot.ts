// Remakes docs/screenshot.png: starts the playground on a scratch folder, logs a session, drafts a section, takes a picture.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { startApp } from '../src/app/app.ts'
import { parseConfig } from '../src/config.ts'

const EDITOR = 'U0OFFICEM026'
const CHANNEL = 'C0REPORT'
const folder = mkdtempSync(join(tmpdir(), 'wenshu-screenshot-'))
const picture = fileURLToPath(new URL('./screenshot.png', import.meta.url))

try {
  await using app = await startApp(parseConfig({ PORT: '0', WENSHU_DATA: folder, WENSHU_LOG: 'silent' }))
  const { url, people } = app.playground ?? { url: '', people: null }
  await people?.command({
    as: EDITOR,
    channel: CHANNEL,
    text: '/study 集中学习 《习近平谈治国理政》第四卷 昨天 2h @成员12 @成员13',
  })
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  const page = await browser.newPage({ viewport: { width: 1280, height: 820 } })
  await page.goto(`${url}/#as=${EDITOR}&in=${CHANNEL}`)
  await page.getByTestId('hints-dismiss').click()
  await page.getByTestId('message').filter({ hasText: 'S-101' }).waitFor()
  await people?.command({ as: EDITOR, channel: CHANNEL, text: '/report draft learning 2022' })
  await page
    .getByTestId('thread-pane')
    .getByTestId('message')
    .filter({ hasText: '第 1 版' })
    .waitFor({ timeout: 20_000 })
  await page.waitForTimeout(500)
  await page.screenshot({ path: picture })
  await browser.close()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
