// Tries whether the fast tests notice when the market's code is wrong: changes one place of src/agents or src/market in
// a copy of the project, runs the fast tests there, and lists the changes that no test noticed. Such a change may be
// equivalent (it changes nothing that can be seen), so only the named ones must all be noticed.
//
//   npm run mutants                            the named ones and 40 drawn with seed 1
//   npm run mutants -- --count 0               the named ones only
//   npm run mutants -- --count 200 --seed 7
import { parseArgs } from 'node:util'
import { allMutants, copyProject, isNoticed, namedMutants, tryMutant } from './lib/mutants.mjs'

const { values } = parseArgs({
  options: { count: { type: 'string', default: '40' }, seed: { type: 'string', default: '1' } },
})

/** A sample without repetition, by a linear congruential generator: the same for the same seed. */
function sample(list, count, seed) {
  const left = [...list]
  let state = seed >>> 0
  return Array.from({ length: Math.min(count, left.length) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return left.splice(Math.floor((state / 2 ** 32) * left.length), 1)[0]
  })
}

const all = allMutants()
const named = namedMutants()
const drawn = sample(all, Number(values.count), Number(values.seed))
const copy = copyProject()
process.once('exit', copy.remove)
if (isNoticed(copy.folder)) {
  console.error('The fast tests fail without any change: mend them first.')
  process.exit(1)
}
const survivors = { named: 0, drawn: 0 }
for (const [kind, mutants] of Object.entries({ named, drawn })) {
  for (const mutant of mutants) {
    const noticed = tryMutant(copy.folder, mutant)
    if (!noticed) survivors[kind]++
    console.log(
      `${noticed ? 'noticed ' : 'SURVIVED'} ${kind} ${mutant.file}:${mutant.line}  ${mutant.from}  →  ${mutant.to}`,
    )
  }
}
console.log(
  `named: ${named.length - survivors.named} of ${named.length} noticed · drawn: ${drawn.length - survivors.drawn} of ${drawn.length} noticed, out of ${all.length} places (seed ${values.seed})`,
)
process.exitCode = survivors.named > 0 ? 1 : 0
