/** No folder tells where on a machine its inputs lay: tables named after --set by absolute paths and by `..`. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sha256Hex } from '../../src/node/hash.ts'
import type { Manifest } from '../../src/node/manifest.ts'
import { type Ended, here, QUICK } from './command.ts'

const home = realpathSync(mkdtempSync(join(tmpdir(), 'xiaojin-portable-')))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const AGES = 'key,value\nunder20,0.1\nfrom20,0.35\nfrom30,0.3\nfrom40,0.17\nfrom50,0.08\n'
const MARKET = `population: { consumers: 200 }\nhorizon: { burnIn: 1, months: 2 }\n${QUICK}`
const ARMS = 'experiment: { arms: { narrow: { set: { credit.coverage: 0.5 } }, wide: {} } }\n'
const FACTORS = 'sensitivity: { trajectories: 2, outcomes: [served.all], factors: { credit.coverage: [0.5, 1] } }\n'

/** A machine: its own folder, with the study one level down. */
function machine(name: string): string {
  const study = join(home, name, 'study')
  mkdirSync(study, { recursive: true })
  writeFileSync(join(home, name, 'ages.csv'), AGES)
  writeFileSync(join(study, 'small.yaml'), `name: small\n${MARKET}${ARMS}${FACTORS}`)
  return study
}
const [first, second] = [machine('first-machine'), machine('second-machine')]

const CALIBRATION = [
  '--free',
  'tastes.priceSensitivity=1..4',
  '--targets',
  'apr-dense',
  '--evaluations',
  '12',
  '--replications',
  '1',
]
const COMMANDS: { readonly [command: string]: readonly string[] } = {
  run: ['run', 'small.yaml', '--no-charts'],
  sweep: ['sweep', 'small.yaml', '--no-charts'],
  compare: ['compare', 'small.yaml:narrow', 'small.yaml:wide', '--replications', '2', '--no-png'],
  sensitivity: ['sensitivity', 'small.yaml', '--no-charts'],
  calibrate: ['calibrate', 'small.yaml:wide', ...CALIBRATION, '--no-charts'],
}

const manifestOf = (study: string, folder: string): Manifest =>
  JSON.parse(readFileSync(join(study, folder, 'manifest.json'), 'utf8'))

describe.each(Object.keys(COMMANDS))('%s', (command) => {
  // Where the file lies, as typed on each machine.
  const typed = new Map([
    [first, join(home, 'first-machine', 'ages.csv')],
    [second, '../ages.csv'],
  ])
  const ended: Ended[] = []
  beforeAll(async () => {
    for (const [study, file] of typed) {
      const args = ['--set', `population.ageShare="${file}"`, '--quiet', '--out', `out-${command}`]
      ended.push(await here([...COMMANDS[command], ...args], study))
    }
  })

  test('leaves the same bytes on another machine, with the name and the hash of the table', () => {
    expect(ended.map(({ code, err }) => ({ code, err }))).toEqual([
      { code: 0, err: '' },
      { code: 0, err: '' },
    ])
    const [there, other] = [first, second].map((study) => manifestOf(study, `out-${command}`))
    expect(there).toEqual(other)
    expect(there.tables).toEqual([{ file: 'ages.csv', sha256: sha256Hex(AGES) }])
    expect(there.command).toContain('--set population.ageShare=ages.csv')
    const ages = there.parameters.filter(({ key }) => key.startsWith('population.ageShare.'))
    expect(ages.map(({ origin }) => origin)).toEqual(Array(5).fill('--set population.ageShare=ages.csv'))
  })

  test('names the folders of this machine in no file', () => {
    const folder = join(first, `out-${command}`)
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(files.length).toBeGreaterThan(10)
    const telling = files
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => readFileSync(file).includes('first-machine'))
    expect(telling).toEqual([])
  })

  test('is verified without the table', async () => {
    expect(await here(['verify', `out-${command}`], second)).toMatchObject({ code: 0 })
  })
})
