// Runs every hypothesis and writes docs/findings*.md with its data and pictures. Interrupted, it goes on where it was.
import { availableParallelism } from 'node:os'
import { SIZE, SMALL } from './lib/findings-plan.mjs'
import { makeRuns, plannedRuns } from './lib/findings-runs.mjs'

const small = process.argv.includes('--small')
const size = small ? SMALL : SIZE
const store = 'out/findings'
const runs = plannedRuns(size)
console.error(`${runs.length} runs`)
let last = performance.now()
await makeRuns(runs, store, availableParallelism(), (done, total) => {
  if (performance.now() - last < 30000 && done < total) return
  last = performance.now()
  console.error(`${new Date().toISOString()} ${done} of ${total}`)
})
