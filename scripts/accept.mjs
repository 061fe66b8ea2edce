// Prints the figures that an issue asks for against their targets; they depend on the machine, so CI does not run this.
//
//   npm run accept -- nothing-lost          start-up, the fast tests, the named mutants
//   npm run accept -- nothing-lost --cit    npm cit and its wall time as well
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const [name, ...options] = process.argv.slice(2)
const CLI = 'dist/node/cli.js'

function timed(command, args) {
  const startMs = performance.now()
  const { status, stdout } = spawnSync(command, args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 30 })
  return { status, stdout, seconds: (performance.now() - startMs) / 1000 }
}

/** User and system seconds of a command, by the shell's own `times` of its children. */
function cpuSeconds(args) {
  const { stdout } = spawnSync(
    'bash',
    ['-c', 'TIMEFORMAT="%U %S"; { time "$@" >/dev/null 2>&1; } 2>&1', '-', ...args],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  )
  return stdout
    .trim()
    .split(' ')
    .reduce((sum, text) => sum + Number(text), 0)
}

function line(what, found, target, isMet) {
  console.log(`${isMet ? 'met   ' : 'MISSED'}  ${what}: ${found} (${target})`)
  if (!isMet) process.exitCode = 1
}

function nothingLost() {
  const starts = Array.from({ length: 7 }, () => cpuSeconds([process.execPath, CLI, '--version'])).sort((a, b) => a - b)
  line('CPU of --version, median of 7', `${starts[3].toFixed(2)} s`, 'at most 0.25 s', starts[3] <= 0.25)
  const fast = timed('npm', ['run', '--silent', 'test:fast'])
  line(
    'npm run test:fast',
    `${fast.seconds.toFixed(0)} s, exit ${fast.status}`,
    'below 60 s, passes',
    fast.status === 0 && fast.seconds < 60,
  )
  const mutants = timed(process.execPath, ['scripts/mutants.mjs', '--count', '0'])
  line('named mutants', mutants.stdout.trim().split('\n').at(-1), 'all noticed', mutants.status === 0)
  if (!options.includes('--cit')) return
  const cit = timed('npm', ['cit'])
  line(
    'npm cit',
    `${(cit.seconds / 60).toFixed(1)} min, exit ${cit.status}`,
    'at most 8 min, passes',
    cit.status === 0 && cit.seconds <= 480,
  )
}

if (name === 'nothing-lost') nothingLost()
else {
  console.error('npm run accept -- nothing-lost [--cit]')
  process.exitCode = 2
}
