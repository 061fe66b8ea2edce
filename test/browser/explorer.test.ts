/** The explorer from opening to one person in two worlds, by mouse and by keyboard; and what its server refuses. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseCsv } from '../../src/base/csv.ts'
import { seriousFaults } from './axe.ts'
import { addressWith, explore, finished, openBrowser, ROOT, type Served, SMALL, type Visit, visit } from './explorer.ts'

const folder = mkdtempSync(join(tmpdir(), 'xiaojin-explorer-'))
let browser: Browser
let served: Served

beforeAll(async () => {
  served = await explore()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  served?.end()
  rmSync(folder, { recursive: true, force: true })
})

/** The digest that the command line gives for a command that the page gave, in a shell. */
function digestOf(command: string): string {
  const out = join(folder, 'run')
  const full = `"$NODE" dist/node/cli.js ${command.replace('xiaojin ', '')} --no-charts --quiet --force --out "$OUT"`
  const env = { ...process.env, NODE: process.execPath, OUT: out }
  execFileSync('/bin/sh', ['-c', full], { cwd: ROOT, stdio: 'ignore', env })
  return (JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as { digest: string }).digest
}

const shown = (page: Page, key: string): Promise<string> => page.innerText(`figure[data-measure="${key}"] .now`)

test('from opening to one person in two worlds, and the digest on the command line', async () => {
  const { page, complaints, foreign, context }: Visit = await visit(browser, addressWith(served.address))
  // It runs unasked, offline once it is loaded.
  const digest = await finished(page)
  await page.waitForSelector('.chooser')
  await context.setOffline(true)
  expect(await shown(page, 'served.all')).toMatch(/^\d+\.\d %$/)
  expect(await page.locator('figure.series canvas').count()).toBeGreaterThanOrEqual(6)

  await page.click('#pin')
  expect(await page.locator('.difference').count()).toBe(0)
  await context.setOffline(false)
  await page.fill('#control-credit-coverage', '0.3')
  const other = await finished(page, 'credit.coverage=0.3')
  expect(other).not.toBe(digest)
  expect(await page.locator('figure.series .difference').count()).toBe(6)
  expect(await page.locator('figure.series').first().innerText()).toMatch(/difference [+−]?[\d.]+ points/)
  expect(await page.innerText('.differs')).toContain('credit.coverage = 0.3')

  await page.click('text=Someone whose life differs')
  await page.waitForSelector('.lives article:nth-child(2) .receipts li')
  expect(await page.innerText('.parting-text')).toMatch(/part in month −?\d+\.$/)
  const [here, there] = await page.locator('.lives article .receipts').allInnerTexts()
  expect(here).toMatch(/needs CNY/)
  expect(here).not.toBe(there)
  expect(await page.locator('.receipts > li.parts').count()).toBeGreaterThan(0)

  await page.click('#copy-command')
  const command = (await page.evaluate('navigator.clipboard.readText()')) as string
  expect(command).toMatch(/^xiaojin run baseline --set population\.consumers=400 .*--set credit\.coverage=0\.3$/)
  expect(digestOf(command)).toBe(other)

  // The address restores the whole: values, the pinned world, the person.
  const again = await visit(browser, page.url())
  expect(await finished(again.page, 'credit.coverage=0.3')).toBe(other)
  await again.page.waitForSelector('.lives article:nth-child(2) .receipts li')
  expect(await again.page.innerText('.parting-text')).toBe(await page.innerText('.parting-text'))
  expect([...complaints, ...again.complaints]).toEqual([])
  expect([...foreign, ...again.foreign]).toEqual([])
  await again.context.close()
  await context.close()
})

test('a value that cannot be is explained in its place, and the run goes on as it was', async () => {
  const { page, context } = await visit(browser, addressWith(served.address))
  const digest = await finished(page)
  const exact = page.locator('#control-credit-coverage + .exact')
  await exact.fill('7')
  await exact.press('Enter')
  const fault = page.locator('.setting .fault')
  await fault.waitFor()
  expect(await fault.innerText()).toMatch(/found: .*7.*expected: .*1/)
  expect(await exact.getAttribute('aria-invalid')).toBe('true')
  expect(await page.textContent('#digest')).toBe(digest)
  expect(await page.textContent('#command')).not.toContain('coverage')
  await context.close()
})

test('a policy event is added and moved by the keyboard, and the run follows', async () => {
  const { page, context, complaints } = await visit(browser, addressWith(served.address))
  await finished(page)
  await page.fill('.new-event input[type="number"]', '6')
  await page.click('.new-event button')
  const added = await finished(page, '"month":6')
  await page.focus('.timeline input[type="range"]')
  for (const key of ['ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key)
  const moved = await finished(page, '"month":4')
  expect(moved).not.toBe(added)
  expect(await page.innerText('.timeline output')).toBe('month 4')
  expect(complaints).toEqual([])
  await context.close()
})

test('values of an event that are no numbers are chosen, held by the address, and explained where they cannot be', async () => {
  const events = [
    {
      month: 3,
      set: { 'regulation.unlicensedLending': false, 'credit.sharing': 'none' },
      note: { en: 'Rule', zh: '规定' },
    },
    { month: 5, set: { 'credit.coverage': 0.9 } },
  ]
  const more = `&set=${encodeURIComponent(`timeline=${JSON.stringify(events)}`)}`
  const { page, context, complaints } = await visit(browser, addressWith(served.address, undefined, more))
  const before = await finished(page)
  expect(await page.innerText('.timeline li:first-child')).toContain('Rule')
  await page.locator('.timeline select').first().waitFor()
  await page.selectOption('#timeline-0-set-regulation-unlicensedLending', { label: 'yes' })
  await finished(page, '"regulation.unlicensedLending":true')
  await page.selectOption('#timeline-0-set-credit-sharing', 'full')
  const after = await finished(page, '"credit.sharing":"full"')
  expect(after).not.toBe(before)
  expect(digestOf((await page.textContent('#command'))!)).toBe(after)
  const again = await visit(browser, page.url())
  expect(await finished(again.page, '"credit.sharing":"full"')).toBe(after)
  await again.page.locator('#timeline-0-set-credit-sharing').waitFor()
  expect(await again.page.inputValue('#timeline-0-set-credit-sharing')).toBe('full')
  expect(await again.page.inputValue('#timeline-0-set-regulation-unlicensedLending')).toBe('true')
  await again.context.close()

  // The fault stands beside its own value, and the run goes on as it was.
  const exact = page.locator('.timeline li:nth-child(2) .exact')
  await exact.fill('most')
  await exact.press('Enter')
  const fault = page.locator('.timeline .fault')
  await fault.waitFor()
  expect(await page.innerText('.timeline li:nth-child(2) .fault')).toMatch(/found: .*most.*expected: .*1/)
  expect(await fault.count()).toBe(1)
  expect(await exact.getAttribute('aria-invalid')).toBe('true')
  expect(await page.textContent('#digest')).toBe(after)

  // A new event takes the control of its setting.
  await exact.fill('0.8')
  await exact.press('Enter')
  await finished(page, '"credit.coverage":0.8')
  await page.selectOption('.new-event select', 'credit.fileFormation')
  await page.selectOption('#new-value', 'false')
  await page.fill('.new-event input[type="number"]', '6')
  await page.click('.new-event button')
  await finished(page, '"credit.fileFormation":false')
  expect(complaints).toEqual([])
  await context.close()
})

test('arms of an experiment are listed with what varies; each runs with the digest of the command line', async () => {
  const { page, context, complaints } = await visit(
    browser,
    addressWith(served.address, SMALL, '&scenario=h08-sharing'),
  )
  await finished(page)
  expect(await page.innerText('.arms .about')).toMatch(/^What varies: .+, .+/)
  expect(await page.locator('.arms [aria-pressed="true"]').count()).toBe(0)
  await page.click('[data-arm="fullEverybody"]')
  const full = await finished(page, '--set credit.sharing=full')
  expect(await page.innerText('.differs')).toContain('lenders.platform.reportingShare = 1')
  expect(await page.locator('.arms [aria-pressed="true"]').innerText()).toBe('All and platforms report')
  const command = (await page.textContent('#command'))!
  expect(command).toMatch(/^xiaojin run baseline --set /)
  expect(digestOf(command)).toBe(full)
  const sizes = SMALL.map((one) => `--set ${one}`).join(' ')
  expect(digestOf(`xiaojin run h08-sharing:fullEverybody --replications 1 ${sizes}`)).toBe(full)
  // What another arm sets is taken back, what no arm sets stays.
  await page.click('[data-arm="none"]')
  const none = await finished(page, '--set credit.sharing=none')
  expect(none).not.toBe(full)
  expect(await page.innerText('.differs')).not.toContain('reportingShare')
  expect(await page.innerText('.differs')).toContain('population.consumers = 400')
  const again = await visit(browser, page.url())
  expect(await finished(again.page, '--set credit.sharing=none')).toBe(none)
  expect(complaints).toEqual([])
  await again.context.close()
  await context.close()
})

test('parts of an address that cannot be are shown and ignored', async () => {
  const more = '&set=credit.coverage%3D2&set=no.such%3D1&colour=red'
  const { page, context } = await visit(browser, addressWith(served.address, undefined, more))
  await finished(page, 'population.consumers=400')
  const notice = await page.innerText('.notice')
  expect(notice).toContain('credit.coverage=2')
  expect(notice).toContain('no.such=1')
  expect(notice).toContain('colour=red')
  expect(await page.textContent('#command')).not.toMatch(/coverage|no\.such/)
  await context.close()
})

test('the keyboard alone is enough', async () => {
  const { page, context } = await visit(browser, addressWith(served.address))
  const before = await finished(page)
  const reached = async (selector: string): Promise<void> => {
    for (let presses = 0; presses < 80; presses++) {
      if (await page.evaluate(`document.activeElement?.matches(${JSON.stringify(selector)}) === true`)) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`${selector} is not reached by Tab`)
  }
  await reached('#pin')
  await page.keyboard.press('Enter')
  await reached('#control-credit-coverage')
  await page.keyboard.press('ArrowRight')
  expect(await finished(page, 'credit.coverage=')).not.toBe(before)
  await reached('.chooser button')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.lives article, p[role="status"]')
  await context.close()
})

test('it is played, paused and stepped', async () => {
  const { page, context } = await visit(browser, addressWith(served.address))
  await finished(page)
  await page.selectOption('.player label:nth-of-type(1) select', '1')
  await page.click('#play')
  await page.click('#play')
  const month = await page.innerText('#month')
  await page.click('#step')
  await page.locator('#month', { hasNotText: month }).waitFor()
  await page.selectOption('.player label:nth-of-type(1) select', '0')
  await page.click('#play')
  await finished(page)
  await context.close()
})

/** Opens the tables below all panels. */
async function openTables(page: Page): Promise<void> {
  await page.evaluate(`for (const one of document.querySelectorAll('.panel details')) one.open = true`)
  await page.locator('.data tbody tr').first().waitFor()
}

describe.each(['en', 'zh'])('in %s', (lang) => {
  test('no serious fault of accessibility, no words of the other language, a chart without eval', async () => {
    const { page, context, complaints } = await visit(browser, addressWith(served.address, undefined, `&lang=${lang}`))
    await finished(page)
    await page.locator('.chooser button').first().click()
    await page.selectOption('#lender', { index: 2 })
    await page.click('#draw-charts')
    await page.waitForSelector('figure.chart canvas')
    await openTables(page)
    expect(await seriousFaults(page)).toEqual([])
    expect(await page.getAttribute('html', 'lang')).toBe(lang === 'en' ? 'en' : 'zh-CN')
    const text = await page.locator('h2, h3, .about, .player button, .taking button').allInnerTexts()
    await page.locator('.events li').first().waitFor()
    if (lang === 'zh') {
      await page.locator('.events [lang="en"]').first().waitFor({ state: 'detached' })
      text.push(...(await page.locator('.events li').allInnerTexts()))
    }
    if (lang === 'en') expect(text.join('\n')).not.toMatch(/[一-鿿]/)
    else expect(text.join('\n')).not.toMatch(/\b(the|and|run|month|market)\b/i)
    expect(await page.innerText('main')).not.toMatch(/\b(undefined|NaN|null|\[object \w+\])\b/)
    expect(complaints).toEqual([])
    await context.close()
  })
})

/** Of the table that is opened: names of its columns, how many rows, and the lines of the CSV that it is saved as. */
async function openedAndSaved(page: Page, table: Locator): Promise<{ heads: number; rows: number; csv: string[][] }> {
  await table.locator('summary').click()
  const saved = page.waitForEvent('download')
  await table.locator('button', { hasText: 'Download CSV' }).click()
  const csv = parseCsv(readFileSync(await (await saved).path(), 'utf8'))
  return { heads: await table.locator('th').count(), rows: await table.locator('tbody tr').count(), csv }
}

test('every panel leads to its table, and to the same as CSV', async () => {
  const { page, context, complaints } = await visit(browser, addressWith(served.address, undefined, '&person=7'))
  await finished(page)
  await page.click('#pin')
  await page.fill('#control-credit-coverage', '0.3')
  await finished(page, 'credit.coverage=0.3')
  await page.locator('.chooser').first().waitFor()
  await page.selectOption('#lender', { index: 2 })
  const months = 18
  const least = { map: 10, tail: 20, left: 40, series: months, person: months, lender: months }
  for (const [panel, count] of Object.entries(least)) {
    const tables = page.locator(`section[aria-labelledby="${panel}-title"] details`)
    for (let k = 0; k < (await tables.count()); k++) {
      const { heads, rows, csv } = await openedAndSaved(page, tables.nth(k))
      expect([panel, heads, rows]).toEqual([panel, csv[0].length, csv.length - 1])
      expect(rows).toBeGreaterThanOrEqual(count)
    }
    expect([panel, await tables.count()]).toEqual([panel, { series: 6, lender: 2 }[panel] ?? 1])
  }
  expect(complaints).toEqual([])
  await context.close()
})

test('who is left out is shown jointly: any two of four groupings within groups of the others', async () => {
  const { page, context, complaints } = await visit(browser, addressWith(served.address))
  await finished(page)
  await page.locator('.heat').waitFor()
  const panel = page.locator('section[aria-labelledby="left-title"]')
  const { csv } = await openedAndSaved(page, panel.locator('details'))
  const [head, ...lines] = csv
  const cells = lines.map((line) => Object.fromEntries(line.map((value, k) => [head[k], value])))
  const title = (groups: { readonly [grouping: string]: string }): string => {
    const own = cells.filter((cell) => Object.entries(groups).every(([grouping, group]) => cell[grouping] === group))
    const [asked, got] = ['asked', 'served'].map((name) => own.reduce((sum, cell) => sum + Number(cell[name]), 0))
    return `${got} of ${asked} needs served`
  }
  const at = (row: number, column: number): Promise<string | null> =>
    panel.locator(`.heat tbody tr:nth-child(${row}) td:nth-of-type(${column})`).getAttribute('title')
  expect(await at(2, 1)).toBe(title({ ageBand: '20-30', file: 'none' }))
  expect(await at(6, 4)).toBe(title({}))
  // The grouping of the columns is taken for the rows: they swap.
  const [rows, columns, ...others] = await panel.locator('.chooser select').all()
  await rows.selectOption('file')
  expect(await columns.inputValue()).toBe('ageBand')
  expect(await at(1, 2)).toBe(title({ ageBand: '20-30', file: 'none' }))
  await columns.selectOption('purpose')
  expect(await panel.locator('.heat tbody tr').count()).toBe(4)
  await others[1].selectOption('1')
  expect(await at(3, 1)).toBe(title({ file: 'scored', purpose: 'shopping', incomeQuartile: '1' }))
  expect(await panel.locator('.heat td').first().innerText()).toMatch(/^(\d+%|\(\d+%\)|–)$/)
  expect(complaints).toEqual([])
  await context.close()
})

test('a telephone shows no more than its width', async () => {
  const { page, context } = await visit(browser, addressWith(served.address))
  await finished(page)
  await page.locator('.heat').waitFor()
  await openTables(page)
  await page.setViewportSize({ width: 390, height: 800 })
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
  await context.close()
})

/** The status that the server answers a request of this kind with. */
function statusFor(path: string, headers: { readonly [name: string]: string } = {}, method = 'GET'): Promise<number> {
  const { port } = new URL(served.address)
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, headers, method }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    asked.on('error', reject)
    asked.end()
  })
}

test('the server refuses foreign hosts and origins, data without the token, other paths, and writing', async () => {
  const { port, hash, origin } = new URL(served.address)
  const token = new URLSearchParams(hash.slice(1)).get('token')!
  const own = { 'x-xiaojin-token': token }
  expect(await statusFor('/')).toBe(200)
  expect(await statusFor('/explorer.json', own)).toBe(200)
  expect(await statusFor('/explorer.json', { ...own, origin })).toBe(200)
  for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1', `127.0.0.1.evil.example:${port}`])
    expect(await statusFor('/', { host })).toBe(403)
  expect(await statusFor('/explorer.json', { ...own, origin: 'http://evil.example' })).toBe(403)
  expect(await statusFor('/explorer.json')).toBe(403)
  expect(await statusFor('/scenarios/baseline.json')).toBe(403)
  expect(await statusFor('/explorer.json', { 'x-xiaojin-token': `${token.slice(1)}a` })).toBe(403)
  for (const path of [
    '/../package.json',
    '/assets/../../cli.js',
    '/%2e%2e/package.json',
    '/..%2fpackage.json',
    '/%zz',
    '//etc/passwd',
    '/assets/',
  ])
    expect(await statusFor(path, own)).toBe(404)
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) expect(await statusFor('/', {}, method)).toBe(405)
})

test('an arm with a Chinese name opens, and its link, too', async () => {
  const file = join(folder, '我的情景.yaml')
  const arms = { 甲组: { set: { 'credit.coverage': 0.5 } }, 乙组: { set: { 'credit.coverage': 0.9 } } }
  const horizon = { burnIn: 2, months: 6 }
  writeFileSync(file, JSON.stringify({ name: 'own', population: { consumers: 400 }, horizon, experiment: { arms } }))
  const own = await explore(`${file}:乙组`)
  try {
    const first = await visit(browser, own.address)
    const digest = await finished(first.page)
    expect(first.complaints).toEqual([])
    await first.context.close()
    const again = await visit(browser, `${own.address}&scenario=${encodeURIComponent('own-乙组')}`)
    expect(await finished(again.page)).toBe(digest)
    expect(await again.page.locator('.notice').count()).toBe(0)
    await again.context.close()
  } finally {
    own.end()
  }
})

test('without the token the page says what is missing', async () => {
  const { page, context } = await visit(browser, new URL('/', served.address).href)
  await page.waitForSelector('.notice')
  expect(await page.innerText('.notice')).toMatch(/without the token/)
  await context.close()
})
