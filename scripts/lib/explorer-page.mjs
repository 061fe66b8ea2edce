// The explorer in Debian's chromium, for figures and pictures: served by `xiaojin explore`, with the fonts that charts have, so
// that Chinese is drawn on machines without fonts for it.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { ROOT } from './revision.mjs'

export async function withExplorer(work) {
  const folder = mkdtempSync(join(tmpdir(), 'xiaojin-explorer-'))
  const fonts = join(folder, 'fonts.conf')
  const folders = [join(ROOT, 'dist/fonts'), '/usr/share/fonts'].map((dir) => `<dir>${dir}</dir>`).join('')
  writeFileSync(fonts, `<?xml version="1.0"?><fontconfig>${folders}<cachedir>${folder}/cache</cachedir></fontconfig>`)
  const server = spawn(process.execPath, ['dist/node/cli.js', 'explore'], { cwd: ROOT })
  const address = await new Promise((printed) => {
    server.stdout.once('data', (text) => printed(String(text).trim()))
  })
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
    env: { ...process.env, FONTCONFIG_FILE: fonts },
    timeout: 0,
  })
  try {
    return await work(browser, address)
  } finally {
    await browser.close()
    server.kill('SIGTERM')
    rmSync(folder, { recursive: true, force: true })
  }
}

export async function openPage(browser, address, width = 1440, height = 1000) {
  const context = await browser.newContext({ viewport: { width, height } })
  context.setDefaultTimeout(0)
  const page = await context.newPage()
  await page.goto(address)
  return page
}

export const finished = (page, within = 'xiaojin run') => page.locator('#command', { hasText: within }).waitFor()
