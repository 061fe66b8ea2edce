import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seriousFaults } from './axe.ts'

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
  page.setDefaultTimeout(0)
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

/** Texts of a column of the table of headlines, from the top. */
const column = (page: Page, place: number): Promise<string[]> =>
  page.locator(`table.headline tbody td:nth-child(${place})`).allInnerTexts()

/** An experiment, with too few consumers to show anything. */
function writeSweep(): string {
  const out = join(folder, 'sweep')
  const small = ['population.consumers=300', 'horizon.burnIn=2', 'horizon.months=10'].flatMap((set) => ['--set', set])
  const command = ['dist/node/cli.js', 'sweep', 'h09-blacklist', ...small, '--no-png', '--out', out, '--quiet']
  execFileSync(process.execPath, command, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] })
  return join(out, 'report.html')
}

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

  test.each(['light', 'dark'] as const)('has no serious fault of accessibility in %s', async (colorScheme) => {
    await report.page.emulateMedia({ colorScheme })
    expect(await seriousFaults(report.page)).toEqual([])
    await report.page.emulateMedia({ colorScheme: null })
  })

  test('a table is sorted by the keyboard, says so, and returns to its order', async () => {
    const { page } = report
    const before = await column(page, 1)
    const head = page.locator('table.headline th').first()
    await head.locator('button').focus()
    await page.keyboard.press('Enter')
    expect(await head.getAttribute('aria-sort')).toBe('ascending')
    const up = await column(page, 1)
    expect(up).not.toEqual(before)
    expect([...up].sort()).toEqual([...before].sort())
    await page.keyboard.press('Space')
    expect(await head.getAttribute('aria-sort')).toBe('descending')
    expect(await column(page, 1)).toEqual([...up].reverse())
    await page.keyboard.press('Enter')
    expect(await head.getAttribute('aria-sort')).toBe('none')
    expect(await column(page, 1)).toEqual(before)
  })

  test('a column of numbers is sorted by size', async () => {
    const { page } = report
    await page.locator('table.headline th.number button').press('Enter')
    const sizes = (await column(page, 2)).map((text) => Number(text.replaceAll(',', '').replace('−', '-')))
    const told = sizes.filter((size) => !Number.isNaN(size))
    expect(told).toEqual([...told].sort((a, b) => a - b))
  })

  test('a table is copied as text with tabs', async () => {
    const { page } = report
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.locator('.scroll:has(table.headline) + .tools button').press('Enter')
    await page.locator('#status:not(:empty)').waitFor({ state: 'attached' })
    const lines = ((await page.evaluate('navigator.clipboard.readText()')) as string).trimEnd().split('\n')
    expect(lines).toHaveLength((await column(page, 1)).length + 1)
    for (const line of lines) expect(line.split('\t')).toHaveLength(3)
  })

  test('no chart takes more than half of a printed page, so that none leaves one half empty', async () => {
    const { page } = report
    await page.emulateMedia({ media: 'print' })
    // A4 less its margins, at 96 pixels an inch.
    await page.setViewportSize({ width: 688, height: 1000 })
    const figures = page.locator('figure')
    for (let k = 0; k < (await figures.count()); k++) {
      expect((await figures.nth(k).boundingBox())?.height, `figure ${k}`).toBeLessThan(500)
    }
    await page.emulateMedia({ media: null })
    await page.setViewportSize({ width: 1280, height: 900 })
  })

  test('asks nothing of the network and reports no errors', () => {
    expect(report.requests).toEqual([])
    expect(report.complaints).toEqual([])
  })
})

describe('report.html of a sweep', () => {
  let report: Visit

  beforeAll(async () => {
    report = await visit(writeSweep())
  })

  test('says first what is clear of chance, asks its question, and has no serious fault', async () => {
    const { page } = report
    expect(await page.locator('.question').innerText()).toMatch(/blacklist cut fraud/)
    expect(await page.locator('#headline > p').first().innerText()).toMatch(/clear of chance \(Holm, 5 %\): \d+ of \d+/)
    expect(await page.locator('main').innerText()).not.toMatch(/\b(undefined|NaN|null|\[object \w+\])\b/)
    expect(await seriousFaults(page)).toEqual([])
  })

  test('shows the values of a chart as a table, and holds on a telephone', async () => {
    const { page } = report
    await page.locator('details.values summary').first().press('Enter')
    const rows = page.locator('details.values tbody tr')
    // The table is made when the browser tells of the opening, which is not at once.
    await rows.first().waitFor({ state: 'attached' })
    expect(await rows.count()).toBeGreaterThan(3)
    await page.setViewportSize({ width: 390, height: 800 })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    expect(report.complaints).toEqual([])
    expect(report.requests).toEqual([])
  })
})
