/** Runs the built command, as a user would. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const ROOT: string = fileURLToPath(new URL('../..', import.meta.url))
export const CLI: string = fileURLToPath(new URL('../../dist/node/cli.js', import.meta.url))

/** The words of a command line, without the double quotes around some. */
export const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain)

/**
 * What keeps a run of a few months short, as lines of a scenario file: 64 shoppers surveyed, and four lenders in place of 25.
 * For tests of commands and folders, which do not look at the market.
 */
export const QUICK: string = `pricing: { shopperSample: 64 }
lenders:
  roster:
    - { name: Bank, class: bank, model: creditApp, weight: 1, products: [traditional, education] }
    - { name: Company, class: licensed, model: creditApp, weight: 1, products: [electronics, rent] }
    - { name: Shop, class: platform, model: ecommerce, weight: 1, products: [ecommerce] }
    - { name: App, class: platform, model: creditApp, weight: 1, products: [ecommerce, travel] }
`

/** A market small enough for a test. */
export const SMALL: readonly string[] = [
  '--set',
  'population.consumers=200',
  '--set',
  'horizon.months=6',
  '--set',
  'horizon.burnIn=1',
  '--set',
  'pricing.shopperSample=64',
]

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export function xiaojin(args: readonly string[], cwd: string): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    env: { ...process.env, NO_COLOR: '1' },
  })
  return { code: status, out: stdout, err: stderr }
}

export function startXiaojin(args: readonly string[], cwd: string): ChildProcess {
  return spawn(process.execPath, [CLI, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
}

const natively = createRequire(import.meta.url)('./native-import.cjs') as (url: string) => Promise<unknown>
const BUILT = pathToFileURL(CLI).href
const SIGNALS = ['SIGINT', 'SIGTERM'] as const
let calls = 0

/**
 * The same in this process, through the same file with the same arguments: most of what a short command costs is its
 * start. One at a time, since folder, arguments and output belong to the process.
 */
export async function here(args: readonly string[], cwd: string): Promise<Ended> {
  const told = { stdout: '', stderr: '' }
  const { argv, exitCode } = process
  const [home, log, complain] = [process.cwd(), console.log, console.error]
  const streams = (['stdout', 'stderr'] as const).map((name) => {
    const stream = process[name]
    const [write, listeners] = [stream.write, stream.listeners('error')]
    stream.write = (text: string | Uint8Array): boolean => {
      told[name] += typeof text === 'string' ? text : Buffer.from(text).toString('utf8')
      return true
    }
    return () => {
      stream.write = write
      for (const added of stream.listeners('error')) {
        if (!listeners.includes(added)) stream.off('error', added as () => void)
      }
    }
  })
  const handlers = SIGNALS.map((name) => process.listeners(name))
  console.log = (text = '') => void process.stdout.write(`${text}\n`)
  console.error = (text = '') => void process.stderr.write(`${text}\n`)
  process.argv = [process.execPath, CLI, ...args]
  process.exitCode = undefined
  process.chdir(cwd)
  try {
    // A file under another name is read again; what it imports is not.
    await natively(`${BUILT}?call=${++calls}`)
    return { code: Number(process.exitCode ?? 0), out: told.stdout, err: told.stderr }
  } finally {
    for (const restore of streams) restore()
    // The signals that end this process are those of the tests.
    for (const [k, name] of SIGNALS.entries()) {
      for (const added of process.listeners(name)) if (!handlers[k].includes(added)) process.off(name, added)
    }
    ;[console.log, console.error] = [log, complain]
    process.argv = argv
    process.exitCode = exitCode
    process.chdir(home)
  }
}
