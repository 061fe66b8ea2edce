import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'xiaojin-browser-'))

let browser: Browser

beforeAll(async () => {
  // The sandbox of Chromium needs privileges that containers often lack; the page is our own.
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
})

afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** What a page did that a report must not do. */
interface Visit {
  readonly page: Page
  readonly complaints: string[]
  readonly requests: string[]
}

async function visit(file: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  await context.setOffline(true)
  const page = await context.newPage()
  const [complaints, requests]: [string[], string[]] = [[], []]
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  const address = pathToFileURL(file).href
  page.on('request', (request) => {
    if (request.url() !== address && !/^(data|blob):/.test(request.url())) requests.push(request.url())
  })
  await page.goto(address)
  return { page, complaints, requests }
}

test('a page that asks the network, or breaks, is noticed', async () => {
  const file = join(folder, 'bad.html')
  writeFileSync(file, '<img src="https://example.org/a.png"><script>console.error("oh"); nothing()</script>')
  const { page, complaints, requests } = await visit(file)
  await page.waitForLoadState()
  expect(requests).toEqual(['https://example.org/a.png'])
  expect(complaints.join()).toMatch(/oh.*nothing is not defined/)
})

/** A run small enough for a test, with everything a report shows. */
function writeReport(lang: string): string {
  const out = join(folder, lang)
  const small = ['--set', 'population.consumers=4000', '--set', 'horizon.burnIn=6', '--set', 'horizon.months=12']
  const command = [
    'dist/node/cli.js',
    'run',
    'scenarios/baseline.yaml',
    ...small,
    '--lang',
    lang,
    '--out',
    out,
    '--quiet',
  ]
  execFileSync(process.execPath, command, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] })
  return join(out, 'report.html')
}

describe.each([
  ['en', 'en', /Charts/, /[一-鿿]{4}/],
  ['zh', 'zh-CN', /图/, /how to cite|the market month by month/i],
])('report.html in %s', (lang, htmlLang, shown, foreign) => {
  let report: Visit

  beforeAll(async () => {
    report = await visit(writeReport(lang))
  })

  test('is a page in that language', async () => {
    expect(await report.page.locator('html').getAttribute('lang')).toBe(htmlLang)
    const headings = (await report.page.locator('h1, h2').allInnerTexts()).join('\n')
    expect(headings).toMatch(shown)
    expect(headings).not.toMatch(foreign)
  })

  test('draws every chart, alive, with something in it', async () => {
    const figures = report.page.locator('figure')
    const count = await figures.count()
    expect(count).toBeGreaterThanOrEqual(10)
    for (let k = 0; k < count; k++) {
      const figure = figures.nth(k)
      await figure.scrollIntoViewIfNeeded()
      const drawing = figure.locator('.vega-embed').locator('svg.marks, canvas.marks').first()
      await drawing.waitFor({ timeout: 0 })
      const box = await drawing.boundingBox()
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThan(100)
    }
  })

  test('shows no hole where a number or a word should be', async () => {
    expect(await report.page.locator('main').innerText()).not.toMatch(/\b(undefined|NaN|null|\[object \w+\])\b/)
  })

  test('holds no wider than a telephone, but for what scrolls', async () => {
    await report.page.setViewportSize({ width: 390, height: 800 })
    const width = await report.page.evaluate('document.documentElement.scrollWidth')
    expect(width).toBeLessThanOrEqual(390)
    await report.page.setViewportSize({ width: 1280, height: 900 })
  })

  test('asks nothing of the network and reports no errors', () => {
    expect(report.requests).toEqual([])
    expect(report.complaints).toEqual([])
  })
})
