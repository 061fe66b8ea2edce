// Pictures of every view of the explorer in both languages, side by side in one sheet, and the pictures of docs/explorer*.md.
import { join } from 'node:path'
import { finished, openPage, withExplorer } from './explorer-page.mjs'
import { ROOT } from './revision.mjs'

const IMAGES = join(ROOT, 'docs/images')
const SIZE = 'set=population.consumers%3D5000'

/** The head would lie over what is pictured. */
const freeHead = (page) => page.evaluate(`document.querySelector('header').style.position = 'static'`)

async function viewsIn(browser, address, lang) {
  const [pin, set] = [
    `pin=population.consumers%3D5000`,
    `${SIZE}&set=credit.coverage%3D0.4&set=credit.fileFormation%3Dfalse`,
  ]
  const timeline = `set=${encodeURIComponent('timeline=[{"month":24,"set":{"credit.coverage":0.9}}]')}`
  const page = await openPage(browser, `${address}&lang=${lang}&${set}&${timeline}&pinned=&${pin}`)
  await finished(page)
  await page.locator('.difference').first().waitFor()
  // Both worlds are finished once somebody differs.
  await page.waitForTimeout(4000)
  await page.screenshot({ path: join(IMAGES, `explorer-${lang}.jpg`), type: 'jpeg', quality: 75 })
  const views = [await page.screenshot()]
  await page.locator('.chooser button').nth(2).click()
  await page.waitForTimeout(500)
  await page.selectOption('#lender', { index: 20 })
  await page.click('#draw-charts')
  await page.locator('figure.chart canvas').waitFor()
  await page.waitForTimeout(500)
  await freeHead(page)
  for (const title of ['story-title', 'left-title', 'series-title', 'person-title', 'lender-title', 'charts-title']) {
    views.push(await page.locator(`section[aria-labelledby="${title}"]`).screenshot())
  }
  await page.setViewportSize({ width: 390, height: 844 })
  await page.evaluate('scrollTo(0, 0)')
  await page.waitForTimeout(500)
  views.push(await page.screenshot())
  await page.context().close()
  // An experiment with its arms, and policy events of every kind.
  const rules = await openPage(browser, `${address}&lang=${lang}&scenario=h17-regulation&${SIZE}`)
  await finished(rules)
  await freeHead(rules)
  views.push(await rules.locator('.timeline').screenshot())
  await rules.goto(`${address}&lang=${lang}&scenario=h08-sharing&${SIZE}`)
  await rules.reload()
  await finished(rules)
  await rules.click('[data-arm="full"]')
  await finished(rules, 'credit.sharing=full')
  await rules.evaluate('scrollTo(0, 0)')
  views.push(await rules.screenshot())
  await rules.context().close()
  return views
}

export async function explorerSheet() {
  await withExplorer(async (browser, address) => {
    const rows = []
    for (const lang of ['en', 'zh']) rows.push(await viewsIn(browser, address, lang))
    const page = await openPage(browser, 'about:blank', 2400, 1400)
    const picture = (bytes) => `<img src="data:image/png;base64,${bytes.toString('base64')}">`
    const style = `body{margin:16px;background:#8a94a0}div{display:flex;flex-wrap:wrap;gap:14px;align-items:flex-start;margin-bottom:24px}img{max-width:760px;max-height:760px;background:#fff}`
    await page.setContent(
      `<style>${style}</style>${rows.map((views) => `<div>${views.map(picture).join('')}</div>`).join('')}`,
    )
    await page.screenshot({ path: join(IMAGES, 'explorer-sheet.jpg'), type: 'jpeg', quality: 60, fullPage: true })
    if (process.env.SHEET !== undefined) await page.screenshot({ path: process.env.SHEET, fullPage: true })
  })
}
