// What the explorer takes: first paint, bytes of the first load, the baseline at 20,000 consumers after a change, frames a second.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { finished, openPage, withExplorer } from './explorer-page.mjs'
import { ROOT } from './revision.mjs'

const BUILT = join(ROOT, 'dist/explorer')

/** Bytes, gzipped, of the files that a browser asks for until the first run is finished. */
function gzipped(paths) {
  return paths.reduce((sum, path) => sum + gzipSync(readFileSync(join(BUILT, path))).length, 0)
}

export async function explorerFigures() {
  return await withExplorer(async (browser, address) => {
    const page = await openPage(browser, 'about:blank')
    const asked = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname.replace(/^\/$/, '/index.html')))
    await page.goto(address)
    await finished(page)
    // At once: the other panels are fetched from here on.
    const first = [...new Set(asked)].filter((path) => path !== '')
    const paint = await page.evaluate(
      `performance.getEntriesByType('paint').find(({ name }) => name === 'first-contentful-paint')?.startTime ?? NaN`,
    )
    const bytes = gzipped(first)
    const worker = readdirSync(join(BUILT, 'assets')).find((file) => file.startsWith('world.worker'))
    if (!first.some((path) => path.endsWith(worker))) throw new Error('the worker was not among the requests')
    // The loader is fetched at the first change; the second is what a reader waits for.
    await page.fill('#control-credit-coverage', '0.6')
    await finished(page, 'credit.coverage=0.6')
    const startMs = performance.now()
    await page.evaluate(
      `(() => { let count = 0; const from = performance.now(); const next = () => { count++; globalThis.frames20 = 1000 * count / (performance.now() - from); requestAnimationFrame(next) }; requestAnimationFrame(next) })()`,
    )
    await page.fill('#control-credit-coverage', '0.9')
    await finished(page, 'credit.coverage=0.9')
    const seconds = (performance.now() - startMs) / 1000
    const frames = await page.evaluate('globalThis.frames20')
    return { paintSeconds: paint / 1000, kilobytes: bytes / 1000, changeSeconds: seconds, frames }
  })
}
