/** Runs of the page on several threads, where it has shared memory: the same digest, and no run that a lost helper could stop. */
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nodeFiles } from '../../src/node/scenario-files.ts'
import { runScenario } from '../../src/run/run.ts'
import { loadScenario } from '../../src/scenarios/load.ts'
import { addressWith, explore, finished, openBrowser, ROOT, type Served, visit } from './explorer.ts'

/** Two whole chunks of consumers and a part of one. */
const SETS = ['population.consumers=8400', 'horizon.burnIn=2', 'horizon.months=3', 'outputs.panel=0.02']
const TYPES: { readonly [extension: string]: string } = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
}

let browser: Browser
let served: Served
let host: Server
let digest: string

beforeAll(async () => {
  const overrides = SETS.map((text) => ({ option: '--set', text }) as const)
  const file = nodeFiles.shipped!.file('baseline')!
  digest = runScenario(loadScenario(file, nodeFiles, overrides).scenario).digest
  // A web host sends no headers but the type, so the page has no shared memory there.
  host = createServer(({ url = '' }, response) => {
    const path = new URL(url, 'http://host').pathname.replace(/\/$/, '/index.html')
    response.setHeader('content-type', TYPES[extname(path)] ?? 'text/plain')
    response.end(readFileSync(join(ROOT, 'dist/explorer', path)))
  })
  await new Promise<void>((listening) => host.listen(0, '127.0.0.1', listening))
  served = await explore()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  served?.end()
  host?.close()
})

/** The page on a machine of so many cores. */
async function opened(address: string, cores: number): Promise<{ page: Page; complaints: string[]; end: () => void }> {
  const { page, complaints, context } = await visit(browser, 'about:blank')
  await page.addInitScript(`Object.defineProperty(navigator, 'hardwareConcurrency', { value: ${cores} })`)
  await page.goto(addressWith(address, SETS, '&person=0'))
  return { page, complaints, end: () => void context.close() }
}

/** What the page shows of the person that the address names. */
async function receipts(page: Page): Promise<string> {
  await page.waitForSelector('.lives .receipts li')
  return await page.innerText('.lives')
}

test('digest and receipts are the same, isolated or not, on one thread or several', async () => {
  const { port } = host.address() as AddressInfo
  const found: { isolated: unknown; workers: number; digest: string; complaints: string[] }[] = []
  const lives = new Set<string>()
  for (const [address, cores] of [
    [served.address, 3],
    [served.address, 1],
    [`http://127.0.0.1:${port}/#`, 3],
  ] as const) {
    const { page, complaints, end } = await opened(address, cores)
    const own = await finished(page, 'outputs.panel')
    lives.add(await receipts(page))
    found.push({
      isolated: await page.evaluate('crossOriginIsolated'),
      workers: page.workers().length,
      digest: own,
      complaints,
    })
    end()
  }
  expect(found).toEqual([
    { isolated: true, workers: 3, digest, complaints: [] },
    { isolated: true, workers: 1, digest, complaints: [] },
    { isolated: false, workers: 1, digest, complaints: [] },
  ])
  expect(lives.size).toBe(1)
})

test('a helper that is lost does not stop the page: the run is lived without', async () => {
  const { page, complaints, end } = await opened(served.address, 2)
  await finished(page, 'outputs.panel')
  // The page starts a helper after the one that it helps.
  const started = await Promise.all(
    page.workers().map((one) => one.evaluate('performance.timeOrigin') as Promise<number>),
  )
  const helper = page.workers()[started.indexOf(Math.max(...started))]
  // It dies in the middle of its next turn.
  await helper.evaluate(`Atomics.add = () => { throw new Error('out of luck') }`)
  await page.fill('#control-credit-coverage', '0.5')
  const other = await finished(page, 'credit.coverage=0.5')
  expect(other).not.toBe(digest)
  while (page.workers().length > 1) await page.waitForTimeout(50)
  await page.click('.differs li:last-child button')
  await page.locator('#digest', { hasText: digest }).waitFor()
  expect(complaints).toEqual([])
  end()
})
