/** The explorer as it is served, in Debian's chromium. */
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export interface Served {
  readonly address: string
  readonly end: () => void
}

/** `xiaojin explore` with these arguments, as far as the address that it prints. */
export async function explore(...args: readonly string[]): Promise<Served> {
  const server: ChildProcess = spawn(process.execPath, ['dist/node/cli.js', 'explore', ...args], { cwd: ROOT })
  const address = await new Promise<string>((printed, failed) => {
    server.stdout!.once('data', (text) => printed(String(text).trim()))
    server.once('exit', (code) => failed(new Error(`explore ended with code ${code}`)))
  })
  return { address, end: () => server.kill('SIGTERM') }
}

export function openBrowser(): Promise<Browser> {
  // The sandbox of Chromium needs privileges that containers often lack; the page is our own.
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'], timeout: 0 })
}

export interface Visit {
  readonly page: Page
  readonly context: BrowserContext
  readonly complaints: string[]
  /** Requests to anywhere but the server. */
  readonly foreign: string[]
}

export async function visit(browser: Browser, address: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, locale: 'en-GB' })
  context.setDefaultTimeout(0)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const page = await context.newPage()
  const [complaints, foreign]: [string[], string[]] = [[], []]
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    const url = request.url()
    if (!/^(data|blob):/.test(url) && new URL(url).origin !== new URL(address).origin) foreign.push(url)
  })
  await page.goto(address)
  return { page, context, complaints, foreign }
}

/** A small market, so that a run takes a moment. */
export const SMALL: readonly string[] = ['population.consumers=400', 'horizon.burnIn=4', 'horizon.months=14']

/** The address of the page with these values. */
export function addressWith(address: string, sets: readonly string[] = SMALL, more = ''): string {
  const parts = sets.map((one) => `set=${encodeURIComponent(one)}`).join('&')
  return `${address}&${parts}${more}`
}

/** Waits for the digest of a finished run whose command has this in it. */
export async function finished(page: Page, within = ''): Promise<string> {
  await page.locator('#command', { hasText: within === '' ? 'xiaojin run' : within }).waitFor()
  return (await page.textContent('#digest')) ?? ''
}
